import v = require('valibot');

import type { CharacterType, PasswordComplexity } from './connection-password-options';
import { strictObject } from './object-schemas';
import { arrayOf, check, maybe, oneOf, wholeNumber } from './schemas';

/** bcrypt reads no more than this many bytes. */
export const MAX_PASSWORD_BYTES = 72;

/** Longer passwords are refused even where `max_length_exceeded` is `'truncate'`. */
export const MAX_PASSWORD_CODE_POINTS = 1024;

/** In the order in which Auth0 lists them. */
export const CHARACTER_TYPES = [
  'lowercase',
  'uppercase',
  'number',
  'special',
] as const satisfies readonly CharacterType[];

const allowOrBlock = maybe(oneOf(['allow', 'block']));

/** `password_options.complexity`. */
export const complexity = v.pipe(
  strictObject({
    min_length: maybe(wholeNumber(1, MAX_PASSWORD_BYTES)),
    character_types: maybe(
      arrayOf(oneOf(CHARACTER_TYPES), `write an array of ${CHARACTER_TYPES.join(', ')}`),
    ),
    character_type_rule: maybe(oneOf(['all', 'three_of_four'])),
    identical_characters: allowOrBlock,
    sequential_characters: allowOrBlock,
    max_length_exceeded: maybe(oneOf(['truncate', 'error'])),
  } satisfies Record<keyof PasswordComplexity, v.GenericSchema>),
  check(({ character_type_rule: rule, character_types: types = [] }) =>
    rule === 'three_of_four' && !CHARACTER_TYPES.every((type) => types.includes(type))
      ? {
          path: ['character_type_rule'],
          value: rule,
          advice: `it needs all four character_types: ${CHARACTER_TYPES.join(', ')}`,
        }
      : undefined,
  ),
);
