/** What `JSON.parse` gives for `{…}`: names are known to be strings, values are not known. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
