/** `{ given_name }` as `{ givenName }`; `mapValue` converts the values. */
export function camelCaseKeys(object, mapValue = (value) => value) {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [camelCase(key), mapValue(value)]),
  );
}

/** The same for nested objects, as auth0.js 8 and later and Lock convert responses. */
export function deepCamelCaseKeys(value) {
  return typeof value === 'object' ? camelCaseKeys(value, deepCamelCaseKeys) : value;
}

// `_id` becomes `Id`.
function camelCase(key) {
  return key.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}
