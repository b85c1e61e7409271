import v = require('valibot');

import { isPlainObject, registerMembers } from './describe-value';
import { nearMiss } from './near-miss';

// Every schema here has a message of its own, which says what to write. valibot's messages, and those
// that a host sets in its own copy of valibot, may hold the value and are never used.

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

type Entries = Readonly<Record<string, v.GenericSchema>>;
type ObjectOf<Given extends Entries> = v.GenericSchema<
  unknown,
  v.InferOutput<v.ObjectSchema<Given, undefined>>
>;
type Unparsed = Readonly<Record<string, unknown>>;

/** A plain object that has no other keys than these. */
export function strictObject<const Given extends Entries>(
  entries: Given,
  advice = 'write an object',
): ObjectOf<Given> {
  const known = Object.keys(entries);
  return plainObject(entries, advice, (key) =>
    known.includes(key) ? undefined : noSuchOption(known),
  );
}

interface Auth0ObjectRules {
  /** Keys that Auth0 documents and sign-up does not read: they are never misspelt ones. */
  readonly documented: readonly string[];
  readonly advice?: string;
  /** What keys begin with of which every unknown one is an error. */
  readonly closedPrefix?: string;
}

/**
 * A plain object of Auth0's. Its other keys are ignored, unless they look like a misspelt one: a
 * restriction with one letter missing would otherwise be no restriction.
 */
export function auth0Object<const Given extends Entries>(
  entries: Given,
  { documented, advice = 'write an object', closedPrefix }: Auth0ObjectRules,
): ObjectOf<Given> {
  const read = Object.keys(entries);
  const correct = new Set([...read, ...documented]);
  return plainObject(entries, advice, (key) => {
    if (correct.has(key)) {
      return undefined;
    }
    if (closedPrefix !== undefined && key.startsWith(closedPrefix)) {
      return noSuchOption(read.filter((one) => one.startsWith(closedPrefix)));
    }
    const meant = nearMiss(key, read);
    return meant && `there is no such option; write ${meant}`;
  });
}

function noSuchOption(known: readonly string[]): string {
  return `there is no such option; write one of ${known.join(', ')}`;
}

function plainObject<Given extends Entries>(
  entries: Given,
  advice: string,
  adviceOnKey: (key: string) => string | undefined,
): ObjectOf<Given> {
  return v.pipe(
    v.custom<Unparsed>(isPlainObject, advice),
    check((given) => wrongKey(given, adviceOnKey)),
    // With all keys, so that an absent one is judged by its own schema; without inherited ones.
    v.transform((given) => pick(given, Object.keys(entries))),
    v.object(entries),
  ) as unknown as ObjectOf<Given>;
}

function wrongKey(
  given: Unparsed,
  adviceOnKey: (key: string) => string | undefined,
): Problem | undefined {
  for (const [key, value] of Object.entries(given)) {
    const advice = adviceOnKey(key);
    if (advice !== undefined) {
      return { path: [key], value, advice };
    }
  }
  return undefined;
}

function pick(given: Unparsed, keys: readonly string[]) {
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(given, key) ? given[key] : undefined]),
  );
}
