import sheriff = require('password-sheriff');

import { PasswordStrengthError } from '../errors';
import { invalidOption } from '../options/invalid-option';
import {
  checkArray,
  checkInteger,
  checkKnownKeys,
  checkObject,
  checkOneOf,
} from '../options/option-checks';
import type {
  CharacterType,
  ConnectionPasswordOptions,
  PasswordComplexity,
  PasswordPolicyLevel,
} from './connection-password-options';

type Rules = ConstructorParameters<typeof sheriff.PasswordPolicy>[0];

/** bcrypt reads no more than this many bytes. */
const MAX_BYTES = 72;
const { lowerCase, upperCase, numbers, specialCharacters } = sheriff.charsets;
const ALL_CHARACTERS = [lowerCase, upperCase, numbers, specialCharacters];

// Auth0's levels: https://auth0.com/docs/connections/database/password-strength
const LEVELS: Readonly<Record<PasswordPolicyLevel, Rules>> = {
  none: { length: { minLength: 1 } },
  low: { length: { minLength: 6 } },
  fair: { length: { minLength: 8 }, contains: { expressions: [lowerCase, upperCase, numbers] } },
  good: {
    length: { minLength: 8 },
    containsAtLeast: { atLeast: 3, expressions: ALL_CHARACTERS },
  },
  excellent: {
    length: { minLength: 10 },
    containsAtLeast: { atLeast: 3, expressions: ALL_CHARACTERS },
    identicalChars: { max: 2 },
  },
};

// In the order in which Auth0 lists them, whatever the order of the option.
const CHARACTER_SETS = {
  lowercase: lowerCase,
  uppercase: upperCase,
  number: numbers,
  special: specialCharacters,
} as const satisfies Record<CharacterType, (typeof ALL_CHARACTERS)[number]>;

const CHARACTER_TYPES = Object.keys(CHARACTER_SETS) as CharacterType[];

/** Throws {@link PasswordStrengthError} when `password` breaks the policy. */
export type PasswordPolicy = (password: string) => void;

/** Builds the strength policy of a connection, once. */
export function passwordPolicy(options: ConnectionPasswordOptions, path: string): PasswordPolicy {
  const complexity = checkedComplexity(options, `${path}.password_options.complexity`);
  const legacy = legacyRules(options, path, complexity.max_length_exceeded);
  const rules = isFlexible(complexity) ? flexibleRules(complexity) : legacy;

  const capped = new sheriff.PasswordPolicy({ ...rules, maxLength: { maxBytes: MAX_BYTES } });
  const uncapped = new sheriff.PasswordPolicy(rules);
  const usual = complexity.max_length_exceeded === 'error' ? capped : uncapped;
  const long = complexity.max_length_exceeded === 'truncate' ? uncapped : capped;

  return function checkStrength(password) {
    const policy = Buffer.byteLength(password) > MAX_BYTES ? long : usual;
    if (!policy.check(password)) {
      throw new PasswordStrengthError(policy.missing(password), policy.toString());
    }
  };
}

/** Whether `password_options.complexity` replaces the level of `passwordPolicy`. */
export function isFlexible({ max_length_exceeded: _, ...rules }: PasswordComplexity): boolean {
  return Object.values(rules).some((value) => value != null);
}

function legacyRules(
  options: ConnectionPasswordOptions,
  path: string,
  maxLengthExceeded: PasswordComplexity['max_length_exceeded'],
): Rules {
  const { passwordPolicy: level = 'good' } = options;
  const name = checkOneOf(`${path}.passwordPolicy`, level ?? 'none', LEVEL_NAMES);
  const minLength = checkedMinLength(options, path, maxLengthExceeded);
  return minLength === undefined ? LEVELS[name] : { ...LEVELS[name], length: { minLength } };
}

const LEVEL_NAMES = Object.keys(LEVELS) as PasswordPolicyLevel[];

function checkedMinLength(
  options: ConnectionPasswordOptions,
  path: string,
  maxLengthExceeded: PasswordComplexity['max_length_exceeded'],
): number | undefined {
  const at = `${path}.password_complexity_options`;
  const given = checkObject(at, options.password_complexity_options ?? {}, 'write { min_length }');
  checkKnownKeys(at, given, ['min_length']);
  if (given.min_length == null) {
    return undefined;
  }
  const minLength = checkInteger(`${at}.min_length`, given.min_length, 1, 128);
  if (minLength > MAX_BYTES && maxLengthExceeded !== 'truncate') {
    throw invalidOption(
      `${at}.min_length`,
      minLength,
      `no password can meet it, because more than ${MAX_BYTES} bytes are refused; ` +
        "write at most 72, or password_options.complexity.max_length_exceeded: 'truncate'",
    );
  }
  return minLength;
}

function checkedComplexity(options: ConnectionPasswordOptions, path: string): PasswordComplexity {
  const given = checkObject(path, options.password_options?.complexity ?? {}, 'write an object');
  checkKnownKeys(path, given, Object.keys(COMPLEXITY_CHECKS));
  const entries = Object.entries(COMPLEXITY_CHECKS)
    .filter(([key]) => given[key] != null)
    .map(([key, check]) => [key, check(`${path}.${key}`, given[key])]);
  const complexity: PasswordComplexity = Object.fromEntries(entries);
  refuseImpossible(complexity, path);
  return complexity;
}

type Check = (path: string, value: unknown) => unknown;
const allowOrBlock: Check = (path, value) => checkOneOf(path, value, ['allow', 'block']);

const COMPLEXITY_CHECKS: Readonly<Record<keyof PasswordComplexity, Check>> = {
  min_length: (path, value) => checkInteger(path, value, 1, MAX_BYTES),
  character_types: (path, value) =>
    checkArray(path, value, `write an array of ${CHARACTER_TYPES.join(', ')}`).map((type, index) =>
      checkOneOf(`${path}[${index}]`, type, CHARACTER_TYPES),
    ),
  character_type_rule: (path, value) => checkOneOf(path, value, ['all', 'three_of_four']),
  identical_characters: allowOrBlock,
  sequential_characters: allowOrBlock,
  max_length_exceeded: (path, value) => checkOneOf(path, value, ['truncate', 'error']),
};

function refuseImpossible(complexity: PasswordComplexity, path: string): void {
  const { character_type_rule: rule, character_types: types = [] } = complexity;
  if (rule === 'three_of_four' && !CHARACTER_TYPES.every((type) => types.includes(type))) {
    throw invalidOption(
      `${path}.character_type_rule`,
      rule,
      `it needs all four character_types: ${CHARACTER_TYPES.join(', ')}`,
    );
  }
}

function flexibleRules(complexity: PasswordComplexity): Rules {
  const { min_length: minLength, character_types: types = [] } = complexity;
  const expressions = CHARACTER_TYPES.filter((type) => types.includes(type)).map(
    (type) => CHARACTER_SETS[type],
  );
  const threeOfFour = complexity.character_type_rule === 'three_of_four';
  return {
    ...(minLength !== undefined && { length: { minLength } }),
    ...(threeOfFour && { containsAtLeast: { atLeast: 3, expressions } }),
    ...(!threeOfFour && expressions.length > 0 && { contains: { expressions } }),
    ...(complexity.identical_characters === 'block' && { identicalChars: { max: 2 } }),
    ...(complexity.sequential_characters === 'block' && { sequentialChars: { max: 2 } }),
  };
}
