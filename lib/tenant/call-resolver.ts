import { isSignupError, TemporarilyUnavailableError } from '../errors';

// Auth0's limit for names of connections; no longer one is looked up.
const MAX_NAME_LENGTH = 128;

/** Whether a client or a connection can have this name at all. */
export function isPossibleName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH;
}

/** Calls a resolver of the host; if it fails, the tenant's data is temporarily unavailable. */
export async function callResolver<Found>(lookUp: () => Found | Promise<Found>): Promise<Found> {
  try {
    return await lookUp();
  } catch (error) {
    throw isSignupError(error)
      ? error
      : new TemporarilyUnavailableError({ reason: 'resolver', cause: error });
  }
}

/**
 * Compiles each document once: a resolver may return the same object for every request, and building
 * the rules of a connection is expensive.
 */
export function compileOnce<Compiled>(
  compile: (document: unknown) => Compiled,
): (document: object) => Compiled {
  const compiled = new WeakMap<object, { readonly result: Compiled }>();
  return (document) => {
    const known = compiled.get(document) ?? { result: compile(document) };
    compiled.set(document, known);
    return known.result;
  };
}

/** Whether an option is an array; `Array.isArray` does not narrow a `readonly` one. */
export function isList<Item, Resolver>(
  option: readonly Item[] | Resolver,
): option is readonly Item[] {
  return Array.isArray(option);
}
