import type { FieldName } from './field-names.js';

/** What went wrong, in words: the same for every shape in which a server can say it. */
export interface Problem {
  /** A short sentence without a full stop. */
  readonly title: string;
  /** The server's `code`, `name` or `error`, for whoever programs against it. */
  readonly code?: string;
  /** The field to go to. */
  readonly field?: FieldName;
  /** The metadata property that the server named, and which half of it is wrong. */
  readonly property?: MetadataProperty;
  /** What stands beside the field, where the title alone would say too little. */
  readonly note?: string;
  /** What exactly, one line each: failing rules, or the server's own sentence. */
  readonly details: readonly string[];
}

/** A metadata property by its name, as far as the server repeats it. */
export interface MetadataProperty {
  readonly name: string;
  readonly part: 'name' | 'value';
}

/** No answer at all. */
export const networkProblem: Problem = {
  title: 'No answer came',
  details: ['The server could not be reached. Is the example app still running?'],
};
