import { isObject } from '../../lib/fields/plain-object';
import {
  checkArray,
  checkBoolean,
  checkInteger,
  checkKnownKeys,
  checkName,
  checkObject,
  checkOneOf,
  checkStrings,
} from '../../lib/options/option-checks';

const NO_OBJECTS = [undefined, null, 0, '', 'x', true, [], () => undefined, Symbol.iterator, 1n];

describe('isObject', () => {
  it.each(NO_OBJECTS.map((value) => [value]))('%p is none', (value) => {
    expect(isObject(value)).toBe(false);
  });

  it.each([[{}], [Object.create(null)], [new Map()], [new Date()], [Buffer.from('x')]])(
    '%p is one',
    (value) => {
      expect(isObject(value)).toBe(true);
    },
  );
});

describe('checkObject', () => {
  it('gives the object back', () => {
    const value = { a: 1 };
    expect(checkObject('x', value, 'advice')).toBe(value);
  });

  it.each(NO_OBJECTS.map((value) => [value]))('refuses %p', (value) => {
    expect(() => checkObject('some.path', value, 'write it')).toThrow(
      /^express-dbconnections: some\.path is .*; write it$/,
    );
  });
});

describe('checkKnownKeys', () => {
  it('takes none, some and all of the known keys', () => {
    checkKnownKeys('x', {}, ['a', 'b']);
    checkKnownKeys('x', { b: 1 }, ['a', 'b']);
    checkKnownKeys('x', { a: undefined, b: 1 }, ['a', 'b']);
  });

  it.each([
    ['', 'c is 1;'],
    ['x', 'x.c is 1;'],
    ['x.y', 'x.y.c is 1;'],
  ])('names the first unknown key under the path %j', (path, named) => {
    expect(() => checkKnownKeys(path, { a: 0, c: 1, d: 2 }, ['a', 'b'])).toThrow(
      `express-dbconnections: ${named} there is no such option; write one of a, b`,
    );
  });

  it('is not taken in by names that every object inherits', () => {
    expect(() => checkKnownKeys('', { toString: 1 }, ['a'])).toThrow(/^.*toString is 1/);
  });
});

describe('checkArray', () => {
  it('gives the array back', () => {
    const value = [1];
    expect(checkArray('x', value, 'advice')).toBe(value);
  });

  it.each([[undefined], [null], ['a'], [{ length: 1 }], [new Set([1])]])('refuses %p', (value) => {
    expect(() => checkArray('x', value, 'write an array')).toThrow(/x is .*; write an array$/);
  });
});

describe('checkName', () => {
  it('gives the name back', () => {
    expect(checkName('x', 'name')).toBe('name');
  });

  it.each([[undefined], [null], [''], [1], [['name']]])('refuses %p', (value) => {
    expect(() => checkName('x', value)).toThrow(/x is .*; write a non-empty string$/);
    expect(() => checkName('x', value, 'advice')).toThrow(/; advice$/);
  });
});

describe('checkStrings', () => {
  it('gives the texts back', () => {
    expect(checkStrings('x', ['a', 'b'], 'advice')).toEqual(['a', 'b']);
    expect(checkStrings('x', [], 'advice')).toEqual([]);
  });

  it('refuses what is no array', () => {
    expect(() => checkStrings('x', 'ab', 'write an array')).toThrow("x is 'ab'; write an array");
  });

  it('names the item that is no text', () => {
    expect(() => checkStrings('x', ['a', 1], 'write an array')).toThrow(
      'x[1] is 1; write a non-empty string',
    );
  });
});

describe('checkBoolean', () => {
  it.each([[true], [false]])('takes %p', (value) => {
    expect(checkBoolean('x', value)).toBe(value);
  });

  it.each([[undefined], [null], [0], [1], ['true'], ['']])('refuses %p', (value) => {
    expect(() => checkBoolean('x', value)).toThrow(/x is .*; write true or false$/);
  });
});

describe('checkInteger', () => {
  it.each([[1], [5], [10]])('takes %p of 1 to 10', (value) => {
    expect(checkInteger('x', value, 1, 10)).toBe(value);
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
  ])('refuses %p', (value) => {
    expect(() => checkInteger('x', value, 1, 10)).toThrow(
      /x is .*; write a whole number from 1 to 10$/,
    );
  });
});

describe('checkOneOf', () => {
  it('takes what is allowed', () => {
    expect(checkOneOf('x', 'b', ['a', 'b'])).toBe('b');
  });

  it.each([['c'], [''], [undefined], [null], [['a']], ['A']])('refuses %p', (value) => {
    expect(() => checkOneOf('x', value, ['a', 'b'])).toThrow(/x is .*; write one of 'a', 'b'$/);
  });
});
