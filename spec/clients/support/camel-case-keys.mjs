/** `{ given_name }` as `{ givenName }`; what lies deeper is left to `mapValue`. */
export function camelCaseKeys(object, mapValue = (value) => value) {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [camelCase(key), mapValue(value)]),
  );
}

/** The same all the way down, as auth0.js 8 and later and Lock hand on the answer. */
export function deepCamelCaseKeys(value) {
  return typeof value === 'object' ? camelCaseKeys(value, deepCamelCaseKeys) : value;
}

// `_id` becomes `Id`.
function camelCase(key) {
  return key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
