import type { ConnectionPasswordOptions } from '../../lib/password/connection-password-options';
import { passwordRules } from '../../lib/password/password-rules';
import { expectWrongOption, PATH, refusal } from './expectations';

const EVERYTHING = {
  passwordPolicy: 'low',
  password_dictionary: { enable: true, dictionary: ['john1234'] },
  password_no_personal_info: { enable: true },
};
const USER = { email: 'ada@example.com', name: 'John' };

function rulesRefusal(options: object, password: string): string | undefined {
  const check = passwordRules(options as ConnectionPasswordOptions, PATH);
  const body = refusal(() => check(password, USER));
  return body === undefined ? undefined : JSON.parse(body).name;
}

describe('passwordRules', () => {
  it.each([
    ['too weak and of the user', 'John', 'PasswordStrengthError'],
    ['too weak and too common', 'god', 'PasswordStrengthError'],
    ['too common and of the user', 'John1234', 'PasswordDictionaryError'],
    ['only too common', 'password', 'PasswordDictionaryError'],
    ['only of the user', 'xJohn1234', 'PasswordNoUserInfoError'],
    ['nothing of it', 'Abcdef1!', undefined],
  ])('tells strength before dictionary before personal data: %s', (_title, password, name) => {
    expect(rulesRefusal(EVERYTHING, password)).toBe(name);
  });

  it.each<[title: string, options: object]>([
    ['nothing is set', {}],
    ['the toggles are off', { ...EVERYTHING, passwordPolicy: 'low', ...off() }],
  ])('asks for strength alone when %s', (_title, options) => {
    expect(rulesRefusal(options, 'John')).toBe('PasswordStrengthError');
    expect(rulesRefusal(options, 'Password1')).toBeUndefined();
    expect(rulesRefusal(options, 'xJohn1234')).toBeUndefined();
  });

  it('takes the flexible form of every rule', () => {
    const options = {
      password_options: {
        complexity: { min_length: 4 },
        dictionary: { active: true, default: 'en_10k', custom: ['acme'] },
        history: { active: true, size: 24 },
        profile_data: { active: true, blocked_fields: ['name'] },
      },
    };
    expect(rulesRefusal(options, 'abc')).toBe('PasswordStrengthError');
    expect(rulesRefusal(options, 'ACME')).toBe('PasswordDictionaryError');
    expect(rulesRefusal(options, 'john!')).toBe('PasswordNoUserInfoError');
    expect(rulesRefusal(options, 'acme!')).toBeUndefined();
  });

  it.each<[options: object]>([
    [{ password_history: null }],
    [{ password_history: {} }],
    [{ password_history: { enable: true } }],
    [{ password_history: { enable: null, size: null } }],
    [{ password_history: { enable: true, size: 0 } }],
    [{ password_history: { enable: false, size: 24 } }],
    [{ password_options: null }],
    [{ password_options: {} }],
    [{ password_options: { history: null } }],
    [{ password_options: { history: { active: true, size: 1 } } }],
    [{ password_options: { history: { active: null, size: null } } }],
    [{ password_options: { complexity: null, dictionary: null, profile_data: null } }],
  ])('takes %j, which asks nothing of a first password', (options) => {
    expect(rulesRefusal({ passwordPolicy: 'none', ...options }, 'a')).toBeUndefined();
  });
});

function off() {
  return {
    password_dictionary: { enable: false },
    password_no_personal_info: { enable: false },
    password_history: { enable: false },
  };
}

describe('wrong options', () => {
  const FLEXIBLE = `${PATH}.password_options`;
  const LEGACY_HISTORY = `${PATH}.password_history`;
  const HISTORY = `${FLEXIBLE}.history`;
  const SIZE = 'write a whole number from 0 to 24';
  const FLEXIBLE_SIZE = 'write a whole number from 1 to 24';

  it.each<[options: object, option: string, value: string, advice: string]>([
    [{ password_options: 'good' }, FLEXIBLE, "'good'", 'write an object'],
    [{ password_options: [] }, FLEXIBLE, '[]', 'write an object'],
    [
      { password_options: { complexities: {} } },
      `${FLEXIBLE}.complexities`,
      '{}',
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
      "'yes'",
      'write true or false',
    ],
    [{ password_history: { size: 25 } }, `${LEGACY_HISTORY}.size`, '25', SIZE],
    [{ password_history: { size: -1 } }, `${LEGACY_HISTORY}.size`, '-1', SIZE],
    [{ password_history: { size: '5' } }, `${LEGACY_HISTORY}.size`, "'5'", SIZE],
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
      "'strong'",
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
  ])('refuses %j', (options, option, value, advice) => {
    expectWrongOption(
      () => passwordRules(options as ConnectionPasswordOptions, PATH),
      option,
      value,
      advice,
    );
  });
});
