/** An object whose keys are strings and whose values are not known yet. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** Whether `value` is an object that is neither an array nor a function. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether `value` is an object literal or the like. The root of a prototype chain is looked at
 * instead of `Object.prototype`, because objects of another realm (Jest, `node:vm`) have their own.
 */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
