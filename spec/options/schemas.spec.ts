import { strictObject } from '../../lib/options/object-schemas';
import {
  arrayOf,
  bool,
  func,
  maybe,
  nonEmptyString,
  objectWith,
  oneOf,
  uniqueArray,
  wholeNumber,
} from '../../lib/options/schemas';
import { expectWrongOption } from '../support/expect-wrong-option';
import { expectWrong, parse } from './expect-wrong';

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

it('names the value itself when nothing in it is wrong', () => {
  expectWrongOption(() => parse(bool, 'yes'), 'x', 'a string', 'write true or false');
});
