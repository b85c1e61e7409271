import { invalidOption } from '../../lib/options/invalid-option';

it('makes a TypeError that names the option, shows the value and says what to write', () => {
  const error = invalidOption('timeout', 'soon', 'write a number');
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe("express-dbconnections: timeout is 'soon'; write a number");
});

it.each([
  ['undefined', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['-0', -0],
  ["''", ''],
  ['[]', []],
  ['{}', {}],
  ['[Function: f]', function f() {}],
  ['{ a: { b: [Object] } }', { a: { b: { c: 1 } } }],
])('shows %s', (shown, value) => {
  expect(invalidOption('x', value, '').message).toBe(`express-dbconnections: x is ${shown}; `);
});

it('keeps the message short when the value is not', () => {
  expect(invalidOption('x', 'y'.repeat(10_000), 'z').message.length).toBeLessThan(200);
});

it('keeps the message on one line', () => {
  const value = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`key${index}`, index]),
  );
  expect(invalidOption('x', value, 'z').message).not.toContain('\n');
});
