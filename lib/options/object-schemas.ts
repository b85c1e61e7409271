import v = require('valibot');

import { isPlainObject } from '../fields/plain-object';
import { nearMiss } from './near-miss';
import { check, type Problem } from './schemas';

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
  /** A prefix: of the keys that begin with it, every unknown one is an error. */
  readonly closedPrefix?: string;
}

/**
 * A plain object in Auth0's format. Other keys are ignored, unless they look like a misspelt one:
 * with one letter missing, a restriction would otherwise have no effect.
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
    // With every key, so that the schema of an absent one is applied; without inherited keys.
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
