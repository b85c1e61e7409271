import type { GenericSchema } from 'valibot';
import { auth0Object, strictObject } from '../../lib/options/object-schemas';
import { bool, maybe, nonEmptyString } from '../../lib/options/schemas';
import { expectWrongOption } from '../support/expect-wrong-option';
import { expectWrong, parse } from './expect-wrong';

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

    expectWrongOption(() => parse(required, {}), 'x.toString', 'undefined', 'write true or false');
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
