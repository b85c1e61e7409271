import sheriff = require('password-sheriff');

import { PasswordStrengthError } from '../errors';
import { hasAtMostCodePoints } from '../fields/text';
import type { CharacterType, PasswordPolicyLevel } from '../options/connection-password-options';
import {
  CHARACTER_TYPES,
  MAX_PASSWORD_BYTES,
  MAX_PASSWORD_CODE_POINTS,
} from '../options/password-complexity';
import type { PasswordSettings } from '../options/password-schemas';

type SheriffPolicy = InstanceType<typeof sheriff.PasswordPolicy>;
type Rules = ConstructorParameters<typeof sheriff.PasswordPolicy>[0];

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

const CHARACTER_SETS = {
  lowercase: lowerCase,
  uppercase: upperCase,
  number: numbers,
  special: specialCharacters,
} as const satisfies Record<CharacterType, (typeof ALL_CHARACTERS)[number]>;

type Complexity = PasswordSettings['password_options']['complexity'];

/** Throws {@link PasswordStrengthError} when `password` breaks the policy. */
export type PasswordPolicy = (password: string) => void;

/** Compiles the strength policy of a connection. */
export function passwordPolicy(options: PasswordSettings): PasswordPolicy {
  const { complexity } = options.password_options;
  const rules = isFlexible(complexity) ? flexibleRules(complexity) : levelRules(options);

  const uncapped = new sheriff.PasswordPolicy(rules);
  const capped = withMaxLength(rules, MAX_PASSWORD_BYTES);
  // The rule counts bytes, of which a text has at least as many as code points.
  const overlong = withMaxLength(rules, MAX_PASSWORD_CODE_POINTS);
  const usual = complexity.max_length_exceeded === 'error' ? capped : uncapped;
  const long = complexity.max_length_exceeded === 'truncate' ? uncapped : capped;

  function policyFor(password: string): SheriffPolicy {
    if (!hasAtMostCodePoints(password, MAX_PASSWORD_CODE_POINTS)) {
      return overlong;
    }
    return Buffer.byteLength(password) > MAX_PASSWORD_BYTES ? long : usual;
  }

  return function checkStrength(password) {
    const policy = policyFor(password);
    if (!policy.check(password)) {
      throw new PasswordStrengthError(policy.missing(password), policy.toString());
    }
  };
}

/** Whether `password_options.complexity` replaces the level of `passwordPolicy`. */
export function isFlexible({ max_length_exceeded: _, ...rules }: Complexity): boolean {
  return Object.values(rules).some((value) => value !== undefined);
}

function withMaxLength(rules: Rules, maxBytes: number): SheriffPolicy {
  return new sheriff.PasswordPolicy({ ...rules, maxLength: { maxBytes } });
}

function levelRules({ passwordPolicy, password_complexity_options }: PasswordSettings): Rules {
  const { min_length: minLength } = password_complexity_options;
  const rules = LEVELS[passwordPolicy];
  return minLength === undefined ? rules : { ...rules, length: { minLength } };
}

function flexibleRules(complexity: Complexity): Rules {
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
