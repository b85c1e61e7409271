import { type FieldName, isFieldName, type MetadataProperty, type Problem } from './problem.js';

/** Sentences that name their field neither as `invalid <field>` nor as `<field> is required`. */
const FIELDS_BY_SENTENCE: readonly (readonly [start: string, field: FieldName])[] = [
  ['invalid email address', 'email'],
  ['missing username', 'username'],
  ['connection not found', 'connection'],
  ['Connection must be enabled', 'connection'],
  ['The connection is disabled', 'connection'],
  ['public signup is disabled', 'connection'],
];

/** The body `{ error: "<sentence>" }`, which has no code: the field is found in the sentence. */
export function sentenceProblem(sentence: string): Problem {
  const field = fieldOf(sentence);
  const property = propertyOf(sentence);
  return {
    title: capitalized(sentence),
    details: [],
    ...(field !== undefined && { field }),
    ...(property !== undefined && { property }),
  };
}

/** A wrong type is a problem of the value. */
function propertyOf(sentence: string): MetadataProperty | undefined {
  const [, name, part] = /^invalid user_metadata\.(.*?) (type|name|value) \(/s.exec(sentence) ?? [];
  if (name === undefined) {
    return undefined;
  }
  return { name, part: part === 'name' ? 'name' : 'value' };
}

function fieldOf(sentence: string): FieldName | undefined {
  const known = FIELDS_BY_SENTENCE.find(([start]) => sentence.startsWith(start));
  if (known !== undefined) {
    return known[1];
  }
  const word = /^(?:invalid (\w+)|(\w+) is required)/.exec(sentence);
  const name = word?.[1] ?? word?.[2] ?? '';
  return isFieldName(name) ? name : undefined;
}

/** Field names keep their spelling: `given_name`, not `Given_name`. */
function capitalized(sentence: string): string {
  const first = sentence.split(' ', 1)[0] ?? '';
  return first.includes('_') ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
