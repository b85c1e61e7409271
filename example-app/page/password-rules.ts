/** A rule as the page shows it; `items` are the character classes of the `contain` rules. */
export interface Rule {
  readonly code: string;
  readonly text: string;
  readonly items?: readonly Rule[];
  met(password: string): boolean;
}

// ASCII only, as Auth0 counts them: ä is not a lower case letter, € not a special character.
const LOWER_CASE = charset('lowerCase', 'lower case letters (a-z)', /[a-z]/);
const UPPER_CASE = charset('upperCase', 'upper case letters (A-Z)', /[A-Z]/);
const NUMBERS = charset('numbers', 'numbers (i.e. 0-9)', /[0-9]/);
const SPECIAL = charset(
  'specialCharacters',
  'special characters (e.g. !@#$%^&*)',
  /[ -/:-@[-`{-~]/,
);

const NON_EMPTY: Rule = {
  code: 'nonEmpty',
  text: 'Non-empty password required',
  met: (password) => password.length > 0,
};

const IDENTICAL_CHARS: Rule = {
  code: 'identicalChars',
  text: 'No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
  met: (password) => password !== '' && !/(.)\1\1/s.test(password),
};

/** bcrypt reads only 72 bytes. Bytes, so that ä counts twice. Shown only when it is broken. */
export const MAX_LENGTH: Rule = {
  code: 'maxLength',
  text: 'Maximum password length exceeded: no more than 72 bytes',
  met: (password) => new TextEncoder().encode(password).length <= 72,
};

const CONTAIN = shouldContain([LOWER_CASE, UPPER_CASE, NUMBERS]);
const CONTAIN_THREE = containsAtLeast(3, [LOWER_CASE, UPPER_CASE, NUMBERS, SPECIAL]);

/** The values of `passwordPolicy`, with Auth0's texts in Auth0's order. */
const RULES_BY_POLICY: Readonly<Record<string, readonly Rule[]>> = {
  none: [NON_EMPTY],
  low: [lengthAtLeast(6)],
  fair: [lengthAtLeast(8), CONTAIN],
  good: [lengthAtLeast(8), CONTAIN_THREE],
  excellent: [lengthAtLeast(10), CONTAIN_THREE, IDENTICAL_CHARS],
};

/** The rules to show for a connection's policy. */
export function rulesOf(passwordPolicy: string): readonly Rule[] {
  return RULES_BY_POLICY[passwordPolicy] ?? [];
}

function charset(code: string, text: string, characters: RegExp): Rule {
  return { code, text, met: (password) => characters.test(password) };
}

/** Length in UTF-16 units, as the server counts it. */
function lengthAtLeast(length: number): Rule {
  return {
    code: 'lengthAtLeast',
    text: `At least ${length} characters in length`,
    met: (password) => password.length >= length,
  };
}

function shouldContain(items: readonly Rule[]): Rule {
  return {
    code: 'shouldContain',
    text: 'Should contain:',
    items,
    met: (password) => items.every((item) => item.met(password)),
  };
}

function containsAtLeast(least: number, items: readonly Rule[]): Rule {
  return {
    code: 'containsAtLeast',
    text: `Contain at least ${least} of the following ${items.length} types of characters:`,
    items,
    met: (password) => items.filter((item) => item.met(password)).length >= least,
  };
}
