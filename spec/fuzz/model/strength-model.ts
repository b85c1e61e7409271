import type { DatabaseConnection } from 'express-dbconnections';

interface Report {
  readonly code: string;
  readonly verified: boolean;
}

/** One rule: Auth0's text for it, and whether a password complies. */
interface Rule {
  readonly line: string;
  report(password: string): Report;
}

const CHARACTERS = {
  lowercase: ['lowerCase', 'lower case letters (a-z)', /[a-z]/],
  uppercase: ['upperCase', 'upper case letters (A-Z)', /[A-Z]/],
  number: ['numbers', 'numbers (i.e. 0-9)', /[0-9]/],
  special: [
    'specialCharacters',
    'special characters (e.g. !@#$%^&*)',
    /[ !"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/,
  ],
} as const;

type CharacterType = keyof typeof CHARACTERS;
const ALL = Object.keys(CHARACTERS) as CharacterType[];
const MAX_BYTES = 72;

/** The response body for a password that is too weak for a connection, otherwise `undefined`. */
export function strengthError(
  options: NonNullable<DatabaseConnection['options']>,
  password: string,
): object | undefined {
  const excess = options.password_options?.complexity?.max_length_exceeded;
  const isLong = Buffer.byteLength(password) > MAX_BYTES;
  const capped = excess === 'error' || (isLong && excess !== 'truncate');
  const rules = [...levelRules(options), ...(capped ? [maxLength] : [])];
  const reports = rules.map((rule) => rule.report(password));
  if (reports.every(({ verified }) => verified)) {
    return undefined;
  }
  return {
    name: 'PasswordStrengthError',
    message: 'Password is too weak',
    code: 'invalid_password',
    description: wireDescription(rules, reports),
    policy: rules.map(({ line }) => `* ${line}`).join('\n'),
    statusCode: 400,
  };
}

const WITH_LIST = ['lengthAtLeast', 'containsAtLeast', 'shouldContain', 'identicalChars'];

/** A list of rules, or a text if the list would fail on none of those that all clients know. */
function wireDescription(rules: readonly Rule[], reports: readonly Report[]) {
  const failing = rules.filter((_, index) => !reports[index]?.verified);
  const isList = reports.some(({ code, verified }) => !verified && WITH_LIST.includes(code));
  return isList ? { rules: reports, verified: false } : failing.map(({ line }) => line).join('\n');
}

function levelRules(options: NonNullable<DatabaseConnection['options']>): Rule[] {
  const { max_length_exceeded: _, ...complexity } = options.password_options?.complexity ?? {};
  if (Object.keys(complexity).length > 0) {
    return complexityRules(complexity as Complexity);
  }
  const { passwordPolicy: level = 'good' } = options;
  const usual = { none: 1, low: 6, fair: 8, good: 8, excellent: 10 }[level ?? 'none'];
  const length = minLength(options.password_complexity_options?.min_length ?? usual);
  switch (level ?? 'none') {
    case 'fair':
      return [length, contains(['lowercase', 'uppercase', 'number'])];
    case 'good':
      return [length, threeOfFour];
    case 'excellent':
      return [length, threeOfFour, noIdenticals];
    default:
      return [length];
  }
}

interface Complexity {
  readonly min_length?: number;
  readonly character_types?: readonly CharacterType[];
  readonly character_type_rule?: 'all' | 'three_of_four';
  readonly identical_characters?: 'allow' | 'block';
  readonly sequential_characters?: 'allow' | 'block';
}

function complexityRules(complexity: Complexity): Rule[] {
  const { min_length, character_types: types = [], character_type_rule: rule } = complexity;
  return [
    ...(min_length === undefined ? [] : [minLength(min_length)]),
    ...(rule === 'three_of_four' ? [threeOfFour] : []),
    ...(rule !== 'three_of_four' && types.length > 0 ? [contains(types)] : []),
    ...(complexity.identical_characters === 'block' ? [noIdenticals] : []),
    ...(complexity.sequential_characters === 'block' ? [noSequences] : []),
  ];
}

function minLength(least: number): Rule {
  if (least === 1) {
    return {
      line: 'Non-empty password required',
      report: ({ length }) => ({
        message: 'Non-empty password required',
        code: 'nonEmpty',
        verified: length > 0,
      }),
    };
  }
  return {
    line: `At least ${least} characters in length`,
    report: ({ length }) => ({
      message: 'At least %d characters in length',
      format: [least],
      code: 'lengthAtLeast',
      verified: length >= least,
    }),
  };
}

function items(types: readonly CharacterType[], password: string) {
  return ALL.filter((type) => types.includes(type)).map((type) => {
    const [code, message, pattern] = CHARACTERS[type];
    return { message, code, verified: pattern.test(password) };
  });
}

function itemLines(types: readonly CharacterType[]): string {
  return items(types, '')
    .map(({ message }) => `\n * ${message}`)
    .join('');
}

function contains(types: readonly CharacterType[]): Rule {
  return {
    line: `Should contain:${itemLines(types)}`,
    report(password) {
      const found = items(types, password);
      return {
        message: 'Should contain:',
        code: 'shouldContain',
        verified: found.every(({ verified }) => verified),
        items: found,
      };
    },
  };
}

const threeOfFour: Rule = {
  line: `Contain at least 3 of the following 4 types of characters:${itemLines(ALL)}`,
  report(password) {
    const found = items(ALL, password);
    return {
      message: 'Contain at least %d of the following %d types of characters:',
      code: 'containsAtLeast',
      format: [3, 4],
      items: found,
      verified: found.filter(({ verified }) => verified).length >= 3,
    };
  },
};

const noIdenticals: Rule = {
  line: 'No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
  report: (password) => ({
    message: 'No more than %d identical characters in a row (e.g., "%s" not allowed)',
    code: 'identicalChars',
    format: [2, 'aaa'],
    verified: !triples(password).some(([a, b, c]) => a === b && b === c),
  }),
};

const noSequences: Rule = {
  line: 'No more than 2 sequential alphanumeric characters (e.g., "abc" not allowed)',
  report: (password) => ({
    message: 'No more than %d sequential alphanumeric characters (e.g., "%s" not allowed)',
    code: 'sequentialChars',
    format: [2, 'abc'],
    verified: !triples(password).some(isSequence),
  }),
};

const maxLength: Rule = {
  line: `Maximum password length exceeded ${MAX_BYTES}`,
  report: (password) => ({
    message: 'Maximum password length exceeded',
    code: 'maxLength',
    format: [MAX_BYTES],
    verified: Buffer.byteLength(password) <= MAX_BYTES,
  }),
};

type Triple = readonly [a: string, b: string, c: string];

/** All runs of three UTF-16 code units. */
function triples(password: string): Triple[] {
  return password
    .split('')
    .slice(2)
    .map((last, index) => [password.charAt(index), password.charAt(index + 1), last]);
}

function isSequence(triple: Triple): boolean {
  const [a, b, c] = triple.map((unit) => unit.charCodeAt(0)) as [number, number, number];
  const step = b - a;
  return triple.every((unit) => /[a-z0-9]/i.test(unit)) && Math.abs(step) === 1 && c - b === step;
}
