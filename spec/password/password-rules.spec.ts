import { passwordRules } from '../../lib/password/password-rules';
import { optionSettings } from '../support/settings';
import { refusal } from './expectations';

const EVERYTHING = {
  passwordPolicy: 'low',
  password_dictionary: { enable: true, dictionary: ['john1234'] },
  password_no_personal_info: { enable: true },
};
const USER = { email: 'ada@example.com', name: 'John' };

function rulesRefusal(options: object, password: string): string | undefined {
  const check = passwordRules(optionSettings(options));
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
  ])('reports strength before dictionary before personal info: %s', (_title, password, name) => {
    expect(rulesRefusal(EVERYTHING, password)).toBe(name);
  });

  it('refuses 1,025 code points before it normalises or lower-cases anything', () => {
    const normalize = jest.spyOn(String.prototype, 'normalize');
    const toLowerCase = jest.spyOn(String.prototype, 'toLowerCase');
    const options = {
      ...EVERYTHING,
      password_options: { complexity: { max_length_exceeded: 'truncate' } },
    };
    const check = passwordRules(optionSettings(options));
    normalize.mockClear();
    toLowerCase.mockClear();
    expect(refusal(() => check('\u0301'.repeat(1025), USER))).toContain('"format":[1024]');
    expect(normalize).not.toHaveBeenCalled();
    expect(toLowerCase).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it.each<[title: string, options: object]>([
    ['nothing is set', {}],
    ['the toggles are off', { ...EVERYTHING, passwordPolicy: 'low', ...off() }],
  ])('checks only strength when %s', (_title, options) => {
    expect(rulesRefusal(options, 'John')).toBe('PasswordStrengthError');
    expect(rulesRefusal(options, 'Password1')).toBeUndefined();
    expect(rulesRefusal(options, 'xJohn1234')).toBeUndefined();
  });

  it('applies the flexible form of every rule', () => {
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
  ])('accepts %j, which has no effect on a first password', (options) => {
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
