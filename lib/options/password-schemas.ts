import v = require('valibot');

import { PROFILE_FIELDS } from '../fields/profile';
import { hasAtMostCodePoints } from '../fields/text';
import type {
  ConnectionPasswordOptions,
  FlexiblePasswordOptions,
  PasswordPolicyLevel,
} from './connection-password-options';
import { strictObject } from './object-schemas';
import { complexity, MAX_PASSWORD_BYTES } from './password-complexity';
import {
  arrayOf,
  bool,
  check,
  maybe,
  nonEmptyString,
  oneOf,
  type Problem,
  wholeNumber,
} from './schemas';

const MAX_LEGACY_MIN_LENGTH = 128;
const MAX_WORDS = 200;
const MAX_WORD_LENGTH = 50;
const MAX_BLOCKED_FIELDS = 12;
const MAX_HISTORY = 24;
const DEFAULT_HISTORY = 5;

const LEVELS = [
  'none',
  'low',
  'fair',
  'good',
  'excellent',
] as const satisfies readonly PasswordPolicyLevel[];

const METADATA = 'user_metadata.';
// `phone_number` is Auth0's; no sign-up here has one, so that there is nothing to compare with.
const BLOCKABLE_FIELDS: readonly string[] = PROFILE_FIELDS.filter(
  (field) => field !== 'picture' && field !== 'user_metadata',
);
const NOT_BLOCKABLE = `a sign-up has no such field; write one of ${[
  ...BLOCKABLE_FIELDS,
  `${METADATA}<name>`,
]
  .map((field) => `'${field}'`)
  .join(', ')}`;

const toggle = v.nullish(bool, false);

const shortWord = v.pipe(
  nonEmptyString(),
  v.check(
    (word) => hasAtMostCodePoints(word, MAX_WORD_LENGTH),
    `write at most ${MAX_WORD_LENGTH} characters`,
  ),
);

function wordsOf<Word extends v.GenericSchema<unknown, string>>(word: Word) {
  return v.pipe(
    arrayOf(word, 'write an array of words'),
    v.maxLength(MAX_WORDS, `write at most ${MAX_WORDS} words`),
  );
}

const dictionary = v.pipe(
  strictObject(
    {
      active: toggle,
      default: v.nullish(oneOf(['en_10k', 'en_100k']), 'en_10k'),
      custom: v.nullish(wordsOf(shortWord), []),
    },
    'write { active, default, custom }',
  ),
  check(({ active, default: list }) =>
    active && list === 'en_100k'
      ? {
          path: ['default'],
          value: list,
          advice: "this package has no list of that size that it may ship; write 'en_10k'",
        }
      : undefined,
  ),
);

const profileData = strictObject(
  {
    active: toggle,
    blocked_fields: v.nullish(
      v.pipe(
        arrayOf(
          v.pipe(nonEmptyString(), v.check(isBlockable, NOT_BLOCKABLE)),
          'write an array of field names',
        ),
        v.maxLength(MAX_BLOCKED_FIELDS, `write at most ${MAX_BLOCKED_FIELDS} names`),
      ),
      [],
    ),
  },
  'write { active, blocked_fields }',
);

function isBlockable(field: string): boolean {
  const isMetadata = field.startsWith(METADATA) && field !== METADATA;
  return isMetadata || BLOCKABLE_FIELDS.includes(field) || field === 'phone_number';
}

/** The password options of a connection, with Auth0's defaults. */
export const PASSWORD_OPTIONS = {
  passwordPolicy: v.optional(v.nullable(oneOf(LEVELS), 'none'), 'good'),
  password_complexity_options: v.nullish(
    strictObject(
      { min_length: maybe(wholeNumber(1, MAX_LEGACY_MIN_LENGTH)) },
      'write { min_length }',
    ),
    {},
  ),
  password_dictionary: v.nullish(
    strictObject(
      { enable: toggle, dictionary: v.nullish(wordsOf(nonEmptyString()), []) },
      'write { enable, dictionary }',
    ),
    {},
  ),
  password_history: v.nullish(
    strictObject(
      { enable: toggle, size: v.nullish(wholeNumber(0, MAX_HISTORY), DEFAULT_HISTORY) },
      'write { enable, size }',
    ),
    {},
  ),
  password_no_personal_info: v.nullish(strictObject({ enable: toggle }, 'write { enable }'), {}),
  password_options: v.nullish(
    strictObject({
      complexity: v.nullish(complexity, {}),
      dictionary: v.nullish(dictionary, {}),
      history: v.nullish(
        strictObject(
          { active: toggle, size: v.nullish(wholeNumber(1, MAX_HISTORY), DEFAULT_HISTORY) },
          'write { active, size }',
        ),
        {},
      ),
      profile_data: v.nullish(profileData, {}),
    } satisfies Record<keyof FlexiblePasswordOptions, v.GenericSchema>),
    {},
  ),
} satisfies Record<keyof ConnectionPasswordOptions, v.GenericSchema>;

const passwordOptions = v.object(PASSWORD_OPTIONS);

/** {@link ConnectionPasswordOptions} with their defaults. */
export type PasswordSettings = v.InferOutput<typeof passwordOptions>;

/** Finds a minimum length that no accepted password has. */
export function unreachableMinLength(options: PasswordSettings): Problem | undefined {
  const { min_length } = options.password_complexity_options;
  const { max_length_exceeded } = options.password_options.complexity;
  if (
    min_length === undefined ||
    min_length <= MAX_PASSWORD_BYTES ||
    max_length_exceeded === 'truncate'
  ) {
    return undefined;
  }
  return {
    path: ['password_complexity_options', 'min_length'],
    value: min_length,
    advice:
      `no password can meet it, because more than ${MAX_PASSWORD_BYTES} bytes are refused; ` +
      `write at most ${MAX_PASSWORD_BYTES}, or password_options.complexity.max_length_exceeded: 'truncate'`,
  };
}
