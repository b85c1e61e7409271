import { expectWrongOption } from '../support/expect-wrong-option';
import { optionSettings } from '../support/settings';

const PATH = 'connections[0].options';

const flexible = (complexity: unknown) => ({ password_options: { complexity } });

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`);

describe('wrong options of the strength of passwords', () => {
  const LEVEL = `${PATH}.passwordPolicy`;
  const LENGTHS = `${PATH}.password_complexity_options`;
  const COMPLEXITY = `${PATH}.password_options.complexity`;
  const legacy = (password_complexity_options: unknown) => ({ password_complexity_options });
  const LEVEL_NAMES = "write one of 'none', 'low', 'fair', 'good', 'excellent'";
  const ALLOW_OR_BLOCK = "write one of 'allow', 'block'";
  const TYPES = 'lowercase, uppercase, number, special';
  const NEEDS_FOUR = `it needs all four character_types: ${TYPES}`;
  const UP_TO_72 = 'write a whole number from 1 to 72';
  const UP_TO_128 = 'write a whole number from 1 to 128';
  const OUT_OF_REACH =
    'no password can meet it, because more than 72 bytes are refused; ' +
    "write at most 72, or password_options.complexity.max_length_exceeded: 'truncate'";

  it.each<[options: object, option: string, value: string, advice: string]>([
    [{ passwordPolicy: 'strong' }, LEVEL, 'a string', LEVEL_NAMES],
    [{ passwordPolicy: 'Good' }, LEVEL, 'a string', LEVEL_NAMES],
    [{ passwordPolicy: '' }, LEVEL, 'an empty string', LEVEL_NAMES],
    [{ passwordPolicy: 3 }, LEVEL, '3', LEVEL_NAMES],
    [{ passwordPolicy: 'toString' }, LEVEL, 'a string', LEVEL_NAMES],
    [{ passwordPolicy: ['good'] }, LEVEL, 'an array', LEVEL_NAMES],
    [legacy(12), LENGTHS, '12', 'write { min_length }'],
    [
      legacy({ minLength: 12 }),
      `${LENGTHS}.minLength`,
      '12',
      'there is no such option; write one of min_length',
    ],
    [legacy({ min_length: 0 }), `${LENGTHS}.min_length`, '0', UP_TO_128],
    [legacy({ min_length: 129 }), `${LENGTHS}.min_length`, '129', UP_TO_128],
    [legacy({ min_length: 8.5 }), `${LENGTHS}.min_length`, '8.5', UP_TO_128],
    [legacy({ min_length: '8' }), `${LENGTHS}.min_length`, 'a string', UP_TO_128],
    [legacy({ min_length: 73 }), `${LENGTHS}.min_length`, '73', OUT_OF_REACH],
    [
      { ...legacy({ min_length: 128 }), ...flexible({ max_length_exceeded: 'error' }) },
      `${LENGTHS}.min_length`,
      '128',
      OUT_OF_REACH,
    ],
    [{ passwordPolicy: 'godo', ...flexible({ min_length: 12 }) }, LEVEL, 'a string', LEVEL_NAMES],
    [
      { ...legacy({ minLength: 12 }), ...flexible({ min_length: 12 }) },
      `${LENGTHS}.minLength`,
      '12',
      'there is no such option; write one of min_length',
    ],
    [flexible('good'), COMPLEXITY, "'good'", 'write an object'],
    [flexible([]), COMPLEXITY, 'an array', 'write an object'],
    [
      flexible({ min_lenght: 8 }),
      `${COMPLEXITY}.min_lenght`,
      '8',
      'there is no such option; write one of min_length, character_types, character_type_rule, ' +
        'identical_characters, sequential_characters, max_length_exceeded',
    ],
    [flexible({ min_length: 0 }), `${COMPLEXITY}.min_length`, '0', UP_TO_72],
    [flexible({ min_length: 73 }), `${COMPLEXITY}.min_length`, '73', UP_TO_72],
    [flexible({ min_length: Number.NaN }), `${COMPLEXITY}.min_length`, 'NaN', UP_TO_72],
    [flexible({ min_length: true }), `${COMPLEXITY}.min_length`, 'true', UP_TO_72],
    [
      flexible({ character_types: 'number' }),
      `${COMPLEXITY}.character_types`,
      "'number'",
      `write an array of ${TYPES}`,
    ],
    [
      flexible({ character_types: ['number', 'digit'] }),
      `${COMPLEXITY}.character_types[1]`,
      'a string',
      "write one of 'lowercase', 'uppercase', 'number', 'special'",
    ],
    [
      flexible({ character_type_rule: 'any' }),
      `${COMPLEXITY}.character_type_rule`,
      'a string',
      "write one of 'all', 'three_of_four'",
    ],
    [
      flexible({ character_type_rule: 'three_of_four' }),
      `${COMPLEXITY}.character_type_rule`,
      "'three_of_four'",
      NEEDS_FOUR,
    ],
    [
      flexible({
        character_type_rule: 'three_of_four',
        character_types: ['lowercase', 'uppercase', 'number', 'number'],
      }),
      `${COMPLEXITY}.character_type_rule`,
      "'three_of_four'",
      NEEDS_FOUR,
    ],
    [
      flexible({ identical_characters: true }),
      `${COMPLEXITY}.identical_characters`,
      'true',
      ALLOW_OR_BLOCK,
    ],
    [
      flexible({ sequential_characters: 'deny' }),
      `${COMPLEXITY}.sequential_characters`,
      'a string',
      ALLOW_OR_BLOCK,
    ],
    [
      flexible({ max_length_exceeded: 'cut' }),
      `${COMPLEXITY}.max_length_exceeded`,
      'a string',
      "write one of 'truncate', 'error'",
    ],
  ])('rejects %j', (options, option, value, advice) => {
    expectWrongOption(() => optionSettings(options), option, value, advice);
  });
});

describe('wrong options of dictionaries', () => {
  const LEGACY = `${PATH}.password_dictionary`;
  const FLEXIBLE = `${PATH}.password_options.dictionary`;
  const legacy = (password_dictionary: unknown) => ({ password_dictionary });
  const flexible = (dictionary: unknown) => ({ password_options: { dictionary } });
  const LEGACY_KEYS = 'there is no such option; write one of enable, dictionary';
  const FLEXIBLE_KEYS = 'there is no such option; write one of active, default, custom';
  const SIZES = "write one of 'en_10k', 'en_100k'";

  it.each<[options: object, option: string, value: string, advice: string]>([
    [legacy(true), LEGACY, 'true', 'write { enable, dictionary }'],
    [legacy(['dragon']), LEGACY, 'an array', 'write { enable, dictionary }'],
    [legacy({ enabled: true }), `${LEGACY}.enabled`, 'true', LEGACY_KEYS],
    [legacy({ enable: 'yes' }), `${LEGACY}.enable`, 'a string', 'write true or false'],
    [
      legacy({ dictionary: 'dragon' }),
      `${LEGACY}.dictionary`,
      'a string',
      'write an array of words',
    ],
    [legacy({ dictionary: ['a', 7] }), `${LEGACY}.dictionary[1]`, '7', 'write a non-empty string'],
    [
      legacy({ dictionary: [''] }),
      `${LEGACY}.dictionary[0]`,
      'an empty string',
      'write a non-empty string',
    ],
    [flexible('en_10k'), FLEXIBLE, "'en_10k'", 'write { active, default, custom }'],
    [flexible({ enable: true }), `${FLEXIBLE}.enable`, 'true', FLEXIBLE_KEYS],
    [flexible({ active: 1 }), `${FLEXIBLE}.active`, '1', 'write true or false'],
    [flexible({ default: 'en_1k' }), `${FLEXIBLE}.default`, 'a string', SIZES],
    [flexible({ default: 10_000 }), `${FLEXIBLE}.default`, '10000', SIZES],
    [
      flexible({ active: true, default: 'en_100k' }),
      `${FLEXIBLE}.default`,
      "'en_100k'",
      "this package has no list of that size that it may ship; write 'en_10k'",
    ],
    [flexible({ custom: {} }), `${FLEXIBLE}.custom`, 'an object', 'write an array of words'],
    [flexible({ custom: [null] }), `${FLEXIBLE}.custom[0]`, 'null', 'write a non-empty string'],
    [
      flexible({ custom: ['short', 'x'.repeat(51)] }),
      `${FLEXIBLE}.custom[1]`,
      'a string',
      'write at most 50 characters',
    ],
  ])('rejects %j', (options, option, value, advice) => {
    expectWrongOption(() => optionSettings(options), option, value, advice);
  });

  it.each<[option: string, options: object]>([
    [`${LEGACY}.dictionary`, legacy({ dictionary: words(201) })],
    [`${FLEXIBLE}.custom`, flexible({ custom: words(201) })],
  ])('rejects a 201st word in %s', (option, options) => {
    expectWrongOption(() => optionSettings(options), option, 'an array', 'write at most 200 words');
  });
});

describe('wrong options of personal info', () => {
  const SIMPLE = `${PATH}.password_no_personal_info`;
  const FLEXIBLE = `${PATH}.password_options.profile_data`;
  const FIELDS = `${FLEXIBLE}.blocked_fields`;
  const simple = (password_no_personal_info: unknown) => ({ password_no_personal_info });
  const flexible = (profile_data: unknown) => ({ password_options: { profile_data } });

  it.each<[options: object, option: string, value: string, advice: string]>([
    [simple(true), SIMPLE, 'true', 'write { enable }'],
    [
      simple({ enabled: true }),
      `${SIMPLE}.enabled`,
      'true',
      'there is no such option; write one of enable',
    ],
    [simple({ enable: 'true' }), `${SIMPLE}.enable`, 'a string', 'write true or false'],
    [flexible(['name']), FLEXIBLE, 'an array', 'write { active, blocked_fields }'],
    [
      flexible({ blocked: [] }),
      `${FLEXIBLE}.blocked`,
      'an array',
      'there is no such option; write one of active, blocked_fields',
    ],
    [flexible({ active: 'on' }), `${FLEXIBLE}.active`, 'a string', 'write true or false'],
    [flexible({ blocked_fields: 'name' }), FIELDS, 'a string', 'write an array of field names'],
    [flexible({ blocked_fields: ['name', 1] }), `${FIELDS}[1]`, '1', 'write a non-empty string'],
    [
      flexible({ blocked_fields: [''] }),
      `${FIELDS}[0]`,
      'an empty string',
      'write a non-empty string',
    ],
    ...['givenName', 'Name', 'picture', 'toString', 'user_metadata', 'user_metadata.'].map(
      (name): [object, string, string, string] => [
        flexible({ blocked_fields: ['name', name] }),
        `${FIELDS}[1]`,
        'a string',
        "a sign-up has no such field; write one of 'email', 'username', 'given_name', " +
          "'family_name', 'name', 'nickname', 'user_metadata.<name>'",
      ],
    ),
  ])('rejects %j', (options, option, value, advice) => {
    expectWrongOption(() => optionSettings(options), option, value, advice);
  });

  it('rejects a thirteenth blocked field', () => {
    const blocked_fields = Array.from({ length: 13 }, (_, index) => `user_metadata.f${index}`);
    expectWrongOption(
      () => optionSettings(flexible({ blocked_fields })),
      FIELDS,
      'an array',
      'write at most 12 names',
    );
  });
});

describe('other wrong password options', () => {
  const FLEXIBLE = `${PATH}.password_options`;
  const LEGACY_HISTORY = `${PATH}.password_history`;
  const HISTORY = `${FLEXIBLE}.history`;
  const SIZE = 'write a whole number from 0 to 24';
  const FLEXIBLE_SIZE = 'write a whole number from 1 to 24';

  it.each<[options: object, option: string, value: string, advice: string]>([
    [{ password_options: 'good' }, FLEXIBLE, "'good'", 'write an object'],
    [{ password_options: [] }, FLEXIBLE, 'an array', 'write an object'],
    [
      { password_options: { complexities: {} } },
      `${FLEXIBLE}.complexities`,
      'an object',
      'there is no such option; write one of complexity, dictionary, history, profile_data',
    ],
    [{ password_history: true }, LEGACY_HISTORY, 'true', 'write { enable, size }'],
    [
      { password_history: { active: true } },
      `${LEGACY_HISTORY}.active`,
      'true',
      'there is no such option; write one of enable, size',
    ],
    [
      { password_history: { enable: 'yes' } },
      `${LEGACY_HISTORY}.enable`,
      'a string',
      'write true or false',
    ],
    [{ password_history: { size: 25 } }, `${LEGACY_HISTORY}.size`, '25', SIZE],
    [{ password_history: { size: -1 } }, `${LEGACY_HISTORY}.size`, '-1', SIZE],
    [{ password_history: { size: '5' } }, `${LEGACY_HISTORY}.size`, 'a string', SIZE],
    [{ password_options: { history: 5 } }, HISTORY, '5', 'write { active, size }'],
    [
      { password_options: { history: { enable: true } } },
      `${HISTORY}.enable`,
      'true',
      'there is no such option; write one of active, size',
    ],
    [
      { password_options: { history: { active: 1 } } },
      `${HISTORY}.active`,
      '1',
      'write true or false',
    ],
    [{ password_options: { history: { size: 2.5 } } }, `${HISTORY}.size`, '2.5', FLEXIBLE_SIZE],
    [{ password_options: { history: { size: 0 } } }, `${HISTORY}.size`, '0', FLEXIBLE_SIZE],
    [{ password_options: { history: { size: 25 } } }, `${HISTORY}.size`, '25', FLEXIBLE_SIZE],
    [
      { passwordPolicy: 'strong' },
      `${PATH}.passwordPolicy`,
      'a string',
      "write one of 'none', 'low', 'fair', 'good', 'excellent'",
    ],
    [
      { password_dictionary: true },
      `${PATH}.password_dictionary`,
      'true',
      'write { enable, dictionary }',
    ],
    [
      { password_no_personal_info: true },
      `${PATH}.password_no_personal_info`,
      'true',
      'write { enable }',
    ],
  ])('rejects %j', (options, option, value, advice) => {
    expectWrongOption(() => optionSettings(options), option, value, advice);
  });
});
