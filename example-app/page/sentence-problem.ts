import { type FieldName, isFieldName } from './field-names.js';
import type { MetadataProperty, Problem } from './problem.js';

/** Sentences that name their field in another way than `invalid <field>` or `<field> is required`. */
const fieldsBySentence: readonly (readonly [start: string, field: FieldName])[] = [
  ['invalid email address', 'email'],
  ['missing username', 'username'],
  ['connection not found', 'connection'],
  ['Connection must be enabled', 'connection'],
  ['The connection is disabled', 'connection'],
  ['public signup is disabled', 'connection'],
];

/** Shape B, `{ error: "<sentence>" }`: there is no code, so the sentence itself tells the field. */
export function sentenceProblem(sentence: string): Problem {
  const title = capitalised(sentence);
  const field = fieldOf(sentence);
  const property = propertyOf(sentence);
  return {
    title,
    details: [],
    ...(field !== undefined && { field }),
    ...(property !== undefined && { property }),
  };
}

/** A value of the wrong type is a wrong value; only a wrong name is a wrong name. */
function propertyOf(sentence: string): MetadataProperty | undefined {
  const [, name, part] = /^invalid user_metadata\.(.*?) (type|name|value) \(/s.exec(sentence) ?? [];
  if (name === undefined) return undefined;
  return { name, part: part === 'name' ? 'name' : 'value' };
}

function fieldOf(sentence: string): FieldName | undefined {
  const known = fieldsBySentence.find(([start]) => sentence.startsWith(start));
  if (known !== undefined) return known[1];
  const word = /^(?:invalid (\w+)|(\w+) is required)/.exec(sentence);
  const name = word?.[1] ?? word?.[2] ?? '';
  return isFieldName(name) ? name : undefined;
}

/** Field names keep their spelling: `given_name`, not `Given_name`. */
function capitalised(sentence: string): string {
  const first = sentence.split(' ', 1)[0] ?? '';
  return first.includes('_') ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
