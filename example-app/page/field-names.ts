/** The documented fields that a person fills in, in the documentation's order. */
export const fieldNames = [
  'email',
  'password',
  'connection',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
  'user_metadata',
] as const;

/** One of the fields, in Auth0's spelling. */
export type FieldName = (typeof fieldNames)[number];

/** Whether a word of the server's names one of the fields. */
export function isFieldName(word: string): word is FieldName {
  return fieldNames.some((name) => name === word);
}
