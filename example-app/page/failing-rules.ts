import { isRecord } from './json.js';

type RuleBody = Readonly<Record<string, unknown>>;

/** The failing rules in the description of a `PasswordStrengthError`, one sentence each. */
export function failingRules(description: unknown): string[] {
  const rules = isRecord(description) ? description.rules : undefined;
  return Array.isArray(rules) ? rules.filter(isRecord).filter(isFailing).map(sentence) : [];
}

function isFailing(rule: RuleBody): boolean {
  return rule.verified === false;
}

/** `shouldContain` needs every class, so the missing ones are named; `containsAtLeast` does not. */
function sentence(rule: RuleBody): string {
  const text = formatted(String(rule.message), rule.format).replace(/:$/, '');
  if (rule.code !== 'shouldContain' || !Array.isArray(rule.items)) {
    return text;
  }
  const missing = rule.items.filter(isRecord).filter(isFailing);
  return `${text} ${missing.map(({ message }) => String(message)).join(', ')}`;
}

/** Replaces `%d` and `%s` by the entries of `format`, in order. */
function formatted(message: string, format: unknown): string {
  const values: unknown[] = Array.isArray(format) ? [...format] : [];
  const text = message.replace(/%[ds]/g, () => String(values.shift() ?? ''));
  return values.length === 0 ? text : `${text} (${values.join(', ')})`;
}
