/** An object whose keys are strings and whose values are not known yet. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Whether `value` is an object that is neither an array nor a function. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
