import { isRecord } from './record.js';

/** The failing rules of a `PasswordStrengthError`, as the server describes them, one sentence each. */
export function failingRules(description: unknown): string[] {
  const rules = isRecord(description) ? description.rules : undefined;
  if (!Array.isArray(rules)) return [];
  return rules.filter(isRecord).filter(isFailing).map(sentence);
}

function isFailing(rule: Readonly<Record<string, unknown>>): boolean {
  return rule.verified === false;
}

/** Of `shouldContain` every class is needed, so the missing ones are named; of `containsAtLeast` none is. */
function sentence(rule: Readonly<Record<string, unknown>>): string {
  const text = filledIn(String(rule.message), rule.format);
  if (rule.code !== 'shouldContain' || !Array.isArray(rule.items)) return text.replace(/:$/, '');
  const missing = rule.items.filter(isRecord).filter(isFailing);
  return `${text.replace(/:$/, '')} ${missing.map(({ message }) => String(message)).join(', ')}`;
}

/** The message is a printf text: `%d` and `%s` stand for the entries of `format`, in order. */
function filledIn(message: string, format: unknown): string {
  const values: unknown[] = Array.isArray(format) ? [...format] : [];
  const text = message.replace(/%[ds]/g, () => String(values.shift() ?? ''));
  return values.length === 0 ? text : `${text} (${values.join(', ')})`;
}
