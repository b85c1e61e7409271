import type { GenericSchema } from 'valibot';
import { parseDocument } from '../../lib/options/parse-options';
import {
  arrayOf,
  auth0Object,
  bool,
  func,
  maybe,
  nonEmptyString,
  objectWith,
  oneOf,
  strictObject,
  uniqueArray,
  wholeNumber,
} from '../../lib/options/schemas';
import { expectWrongOption } from '../support/expect-wrong-option';

const parse = (schema: GenericSchema, value: unknown) => parseDocument('x', schema, value);

function expectWrong(schema: GenericSchema, value: unknown, path: string, advice: string): void {
  let message = 'it is accepted';
  try {
    parse(schema, value);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    message = (error as TypeError).message;
  }
  expect(message.startsWith(`express-dbconnections: ${path} is `)).toBe(true);
  expect(message.endsWith(`; ${advice}`)).toBe(true);
}

describe('bool', () => {
  it.each([[true], [false]])('accepts %p', (value) => {
    expect(parse(bool, value)).toBe(value);
  });

  it.each([[undefined], [null], [0], [1], ['true'], ['']])('rejects %p', (value) => {
    expectWrong(bool, value, 'x', 'write true or false');
  });
});

describe('wholeNumber', () => {
  it.each([[1], [5], [10]])('accepts %p of 1 to 10', (value) => {
    expect(parse(wholeNumber(1, 10), value)).toBe(value);
  });

  it.each([
    [0],
    [11],
    [1.5],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['5'],
    [5n],
    [null],
    [undefined],
    [[5]],
  ])('rejects %p', (value) => {
    expectWrong(wholeNumber(1, 10), value, 'x', 'write a whole number from 1 to 10');
  });
});

describe('nonEmptyString', () => {
  it('accepts a string', () => {
    expect(parse(nonEmptyString(), 'name')).toBe('name');
  });

  it.each([[undefined], [null], [''], [1], [['name']]])('rejects %p', (value) => {
    expectWrong(nonEmptyString(), value, 'x', 'write a non-empty string');
    expectWrong(nonEmptyString('write a name'), value, 'x', 'write a name');
  });
});

describe('oneOf', () => {
  it('accepts a member', () => {
    expect(parse(oneOf(['a', 'b']), 'b')).toBe('b');
  });

  it.each([['c'], [''], [undefined], [null], [['a']], ['A']])('rejects %p', (value) => {
    expectWrong(oneOf(['a', 'b']), value, 'x', "write one of 'a', 'b'");
  });
});

describe('arrayOf', () => {
  const names = arrayOf(nonEmptyString(), 'write an array');

  it('copies the array, so that later changes have no effect', () => {
    const given = ['a', 'b'];
    const parsed = parse(names, given);

    expect(parsed).toEqual(given);
    expect(parsed).not.toBe(given);
    expect(parse(names, [])).toEqual([]);
  });

  it.each([[undefined], [null], ['a'], [{ length: 1 }], [new Set(['a'])]])(
    'rejects %p',
    (value) => {
      expectWrong(names, value, 'x', 'write an array');
    },
  );

  it('names the wrong element', () => {
    expectWrong(names, ['a', 1], 'x[1]', 'write a non-empty string');
  });
});

describe('uniqueArray', () => {
  const people = uniqueArray(strictObject({ name: nonEmptyString() }), 'name', 'write an array');

  it('accepts different keys', () => {
    const given = [{ name: 'a' }, { name: 'A' }, { name: '__proto__' }];
    expect(parse(people, given)).toEqual(given);
  });

  it('names the second of two equal keys', () => {
    expectWrong(
      people,
      [{ name: 'a' }, { name: 'b' }, { name: 'c' }, { name: 'b' }],
      'x[3].name',
      'element 1 of the array has the same name; remove one of them',
    );
  });
});

describe('func', () => {
  it('accepts a function', () => {
    expect(parse(func(), parse)).toBe(parse);
  });

  it.each([[undefined], [null], [{}], ['x']])('rejects %p', (value) => {
    expectWrong(func(), value, 'x', 'write a function');
  });
});

describe('objectWith', () => {
  const finder = objectWith<{ find(): unknown }>(['find'], 'write { find() }');

  it('accepts an object of any class, without copying it', () => {
    class Finder {
      find() {
        return this;
      }
    }
    const given = new Finder();
    expect(parse(finder, given)).toBe(given);
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ find: true }],
    ['x'],
    [[]],
    [Buffer.from('x')],
    [() => undefined],
  ])('rejects %p', (value) => {
    expectWrong(finder, value, 'x', 'write { find() }');
  });
});

describe('maybe', () => {
  it.each([[undefined], [null]])('treats %p as absent', (value) => {
    expect(parse(maybe(bool), value)).toBeUndefined();
  });

  it('passes other values on', () => {
    expect(parse(maybe(bool), false)).toBe(false);
    expectWrong(maybe(bool), 0, 'x', 'write true or false');
  });
});

describe.each([
  ['strictObject', (entries: Record<string, GenericSchema>) => strictObject(entries)],
  [
    'auth0Object',
    (entries: Record<string, GenericSchema>) => auth0Object(entries, { documented: [] }),
  ],
])('%s', (_name, make) => {
  const schema = make({ first: maybe(bool), second: maybe(bool) });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 0],
    ['a string', 'x'],
    ['an array', []],
    ['a function', () => undefined],
    ['a Map', new Map([['first', true]])],
    ['an instance of a class', new (class {})()],
  ])('rejects %s', (_what, value) => {
    expectWrong(schema, value, 'x', 'write an object');
  });

  it('reads own properties only', () => {
    const required = make({ toString: bool });

    expectWrong(required, {}, 'x.toString', 'write true or false');
    expect(parse(required, { toString: true })).toEqual({ toString: true });
  });

  it('names an absent key', () => {
    expectWrong(make({ name: nonEmptyString() }), {}, 'x.name', 'write a non-empty string');
  });

  it('names a wrong value in an object within', () => {
    expectWrong(
      make({ inner: schema }),
      { inner: { second: 1 } },
      'x.inner.second',
      'write true or false',
    );
  });
});

describe('strictObject', () => {
  const schema = strictObject({ a: maybe(bool), b: maybe(bool) });

  it.each([[{}], [{ b: true }], [{ a: undefined, b: true }]])('accepts %j', (value) => {
    expect(parse(schema, value)).toEqual(value);
  });

  it.each([
    [{ a: true, c: 1, d: 2 }, 'x.c'],
    [{ toString: 1 }, 'x.toString'],
    [{ constructor: 1 }, 'x.constructor'],
    [JSON.parse('{"__proto__": 1}'), 'x.__proto__'],
    [{ 'a-b': 1 }, 'x["a-b"]'],
    [{ 'a\nb': 1 }, 'x["a\\nb"]'],
  ])('names the first unknown key of %j', (value, path) => {
    expectWrong(schema, value, path, 'there is no such option; write one of a, b');
  });
});

describe('auth0Object', () => {
  const schema = auth0Object(
    { allowed_origins: maybe(bool), pass_word: maybe(bool) },
    { documented: ['allowed_origin', 'pass_words'], closedPrefix: 'pass_' },
  );

  it('drops keys that it does not read', () => {
    expect(parse(schema, { allowed_origins: true, web_origins: 1, toString: 1 })).toEqual({
      allowed_origins: true,
    });
  });

  it('accepts a documented key, however close it is', () => {
    expect(parse(schema, { allowed_origin: 1, pass_words: 1 })).toEqual({});
  });

  it('rejects a near miss and names the key that is meant', () => {
    expectWrong(
      schema,
      { alowedOrigins: 1 },
      'x.alowedOrigins',
      'there is no such option; write allowed_origins',
    );
  });

  it('rejects every unknown key with the closed prefix', () => {
    expectWrong(
      schema,
      { pass_key: 1 },
      'x.pass_key',
      'there is no such option; write one of pass_word',
    );
  });
});

it('names the value itself when nothing in it is wrong', () => {
  expectWrongOption(() => parse(bool, 'yes'), 'x', 'a string', 'write true or false');
});
