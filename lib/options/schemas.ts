import v = require('valibot');

import { registerMembers } from './describe-value';

// Every schema here has a message of its own, which says what to write. valibot's messages, and those
// that a host sets in its own copy of valibot, may hold the value and are never used.

/** A key that may be absent: Auth0 exports `null`, and `undefined` counts as absent too. */
export type Maybe<Value> = Value | null | undefined;

/** A wrong value inside of another one, where it is and what to write instead. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly advice: string;
}

export const bool = v.boolean('write true or false');

export function nonEmptyString(advice = 'write a non-empty string') {
  return v.pipe(v.string(advice), v.nonEmpty(advice));
}

export function wholeNumber(min: number, max: number) {
  const advice = `write a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(advice),
    v.integer(advice),
    v.minValue(min, advice),
    v.maxValue(max, advice),
  );
}

export function oneOf<const Members extends readonly string[]>(members: Members) {
  registerMembers(members);
  return v.picklist(members, `write one of ${members.map((one) => `'${one}'`).join(', ')}`);
}

export function arrayOf<Item extends v.GenericSchema>(item: Item, advice: string) {
  return v.array(item, advice);
}

/** An array in which no two objects have the same `key`. */
export function uniqueArray<Item, Key extends string & keyof Item>(
  item: v.GenericSchema<unknown, Item>,
  key: Key,
  advice: string,
) {
  return v.pipe(
    v.array(item, advice),
    check((items) => {
      const seen = new Map<Item[Key], number>();
      for (const [index, { [key]: value }] of items.entries()) {
        const first = seen.get(value);
        if (first !== undefined) {
          const advice = `element ${first} of the array has the same ${key}; remove one of them`;
          return { path: [index, key], value, advice };
        }
        seen.set(value, index);
      }
      return undefined;
    }),
  );
}

export function func(advice = 'write a function') {
  return v.custom<(...args: never) => unknown>((value) => typeof value === 'function', advice);
}

/** An object with these methods, of any class. It is not copied, so that they keep their `this`. */
export function objectWith<Shape extends object>(
  methods: readonly (string & keyof Shape)[],
  advice: string,
) {
  return v.custom<Shape>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      // Both have a method `find`.
      !Array.isArray(value) &&
      !ArrayBuffer.isView(value) &&
      methods.every((method) => typeof Reflect.get(value, method) === 'function'),
    advice,
  );
}

/** `undefined` where Auth0 has `null`: both mean "not given". */
export function maybe<Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  );
}

/** An action for {@link v.pipe} that looks at several values at once. */
export function check<Input>(findProblem: (value: Input) => Problem | undefined) {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    // A pipe that is parsed with `abortEarly` gets here only if all before was correct.
    const problem = findProblem(dataset.value as Input);
    if (problem !== undefined) {
      const { path, value, advice } = problem;
      const items = path.map((key) => ({
        type: 'unknown',
        origin: 'value',
        input: null,
        key,
        value,
      }));
      addIssue({ input: value, message: advice, path: items as [v.IssuePathItem] });
    }
  });
}
