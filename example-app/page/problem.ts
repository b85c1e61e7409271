/** The documented fields that a person fills in, in the documentation's order. */
export const FIELD_NAMES = [
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
export type FieldName = (typeof FIELD_NAMES)[number];

/** What went wrong, in words: one shape for all response bodies. */
export interface Problem {
  /** A short sentence without a full stop. */
  readonly title: string;
  /** The response's `code`, `name` or `error`, for programmers. */
  readonly code?: string;
  /** The field that the focus moves to. */
  readonly field?: FieldName;
  /** The metadata property that the response names, and which half of it is wrong. */
  readonly property?: MetadataProperty;
  /** The text beside the field; by default the title. */
  readonly note?: string;
  /** One line each: failing rules, or the server's own sentence. */
  readonly details: readonly string[];
}

/** A metadata property; the server shortens long names. */
export interface MetadataProperty {
  readonly name: string;
  readonly part: 'name' | 'value';
}

/** There was no response. */
export const NETWORK_PROBLEM: Problem = {
  title: 'No response',
  details: ['The server could not be reached. Is the example app still running?'],
};

export function isFieldName(word: string): word is FieldName {
  return FIELD_NAMES.some((name) => name === word);
}
