import { runInNewContext } from 'node:vm';
import mongoose from 'mongoose';
import { isPlainObject } from '../../lib/fields/plain-object';
import { describeValue, registerMembers } from '../../lib/options/describe-value';

registerMembers(['red', 'green']);

it.each<[shown: string, value: unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['NaN', Number.NaN],
  ['-0', -0],
  ['1.5', 1.5],
  ['a bigint', 10n],
  ['a symbol', Symbol('secret')],
  ['a function', function secret() {}],
  ['a function', class Secret {}],
  ['an empty string', ''],
  ['a string', 'mongodb://user:secret@host'],
  ['a string', 'Red'],
  ["'red'", 'red'],
  ['an array', ['secret']],
  ['an object', { secret: 'secret' }],
  ['an object', Object.create(null)],
  ['an object', { constructor: { name: 'secret' } }],
  ['an instance of Map', new Map([['secret', 'secret']])],
  ['an instance of Map', Object.assign(new Map(), { constructor: function secret() {} })],
  ['an instance of Date', new Date()],
  ['an instance of Buffer', Buffer.from('secret')],
  ['an instance of NativeConnection', mongoose.connection],
  ['an instance of a class', new (class {})()],
  ['an instance of a class', Object.create({ constructor: undefined })],
  ['an instance of a class', Object.create({ constructor: { name: 'secret' } })],
])('describes as %s', (shown, value) => {
  expect(describeValue(value)).toBe(shown);
});

it('describes a class whose name is no word without its name', () => {
  const value = new (class {})();
  Object.defineProperty(value.constructor, 'name', { value: 'mongodb://secret' });

  expect(describeValue(value)).toBe('an instance of a class');
});

describe('isPlainObject', () => {
  it.each<[what: string, value: unknown]>([
    ['an object literal', {}],
    ['an object without prototype', Object.create(null)],
    ['an object of another realm', runInNewContext('({})')],
  ])('accepts %s', (_what, value) => {
    expect(isPlainObject(value)).toBe(true);
  });

  it.each<[what: string, value: unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 0],
    ['a string', 'x'],
    ['a boolean', true],
    ['a bigint', 1n],
    ['a symbol', Symbol.iterator],
    ['an array', []],
    ['an array of another realm', runInNewContext('[]')],
    ['a function', () => undefined],
    ['a Map', new Map()],
    ['a Map of another realm', runInNewContext('new Map()')],
    ['a Date', new Date()],
    ['a Buffer', Buffer.from('x')],
    ['an instance of a class', new (class {})()],
    ['an object that inherits from another', Object.create({})],
  ])('rejects %s', (_what, value) => {
    expect(isPlainObject(value)).toBe(false);
  });
});
