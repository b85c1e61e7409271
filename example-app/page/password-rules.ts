/** A rule as the page shows it; `items` are the character classes of the `contain` rules. */
export interface Rule {
  readonly code: string;
  readonly text: string;
  readonly items?: readonly Rule[];
  met(password: string): boolean;
}

// ASCII only, as Auth0 counts them: ä is no lower case letter, € no special character.
const lowerCase = charset('lowerCase', 'lower case letters (a-z)', /[a-z]/);
const upperCase = charset('upperCase', 'upper case letters (A-Z)', /[A-Z]/);
const numbers = charset('numbers', 'numbers (i.e. 0-9)', /[0-9]/);
const special = charset(
  'specialCharacters',
  'special characters (e.g. !@#$%^&*)',
  /[ -/:-@[-`{-~]/,
);

const nonEmpty: Rule = {
  code: 'nonEmpty',
  text: 'Non-empty password required',
  met: (password) => password.length > 0,
};

const identicalChars: Rule = {
  code: 'identicalChars',
  text: 'No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
  met: (password) => password !== '' && !/(.)\1\1/s.test(password),
};

/** bcrypt reads 72 bytes and no more; bytes, so that ä counts twice. Shown only when it is broken. */
export const maxLength: Rule = {
  code: 'maxLength',
  text: 'Maximum password length exceeded: no more than 72 bytes',
  met: (password) => new TextEncoder().encode(password).length <= 72,
};

const contain = shouldContain([lowerCase, upperCase, numbers]);
const containThree = containsAtLeast(3, [lowerCase, upperCase, numbers, special]);

/** The levels of `passwordPolicy` with Auth0's texts, in Auth0's order. */
const levels: Readonly<Record<string, readonly Rule[]>> = {
  none: [nonEmpty],
  low: [lengthAtLeast(6)],
  fair: [lengthAtLeast(8), contain],
  good: [lengthAtLeast(8), containThree],
  excellent: [lengthAtLeast(10), containThree, identicalChars],
};

/** The rules to show for a connection's policy. */
export function rulesOf(passwordPolicy: string): readonly Rule[] {
  return levels[passwordPolicy] ?? [];
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
