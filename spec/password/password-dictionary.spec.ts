import { dictionary } from '@zxcvbn-ts/language-common';
import fc from 'fast-check';
import { commonPasswords, passwordDictionary } from '../../lib/password/password-dictionary';
import { optionSettings } from '../support/settings';
import { refusal } from './expectations';

const TOO_COMMON =
  '{"name":"PasswordDictionaryError","message":"Password is too common","code":"invalid_password",' +
  '"description":"Password is not allowed, it might be too common.","statusCode":400}';

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`);

function dictionaryRefusal(options: object, password: string): string | undefined {
  const check = passwordDictionary(optionSettings(options));
  return refusal(() => check?.(password));
}

describe.each<[form: string, dictionary: (own?: readonly string[]) => object]>([
  [
    'password_dictionary',
    (own) => ({ password_dictionary: { enable: true, ...(own && { dictionary: own }) } }),
  ],
  [
    'password_options.dictionary',
    (own) => ({ password_options: { dictionary: { active: true, ...(own && { custom: own }) } } }),
  ],
])('%s', (_form, dictionary) => {
  it.each(['111111', 'password', 'PASSWORD1', 'QwErTy'])('refuses the common %j', (password) => {
    expect(dictionaryRefusal(dictionary(), password)).toBe(TOO_COMMON);
  });

  it.each([
    ['a common one with a suffix', 'password1!x'],
    ['a common one with a prefix', 'xpassword'],
    ['a part of a common one', 'mustan'],
    ['one with a space at its end', 'password '],
    ['one that only looks like a common one', 'p\u0430ssword'],
    ['none of the list', 'correct horse battery staple'],
    ['the empty one', ''],
    ['the name of an inherited property', '__proto__'],
  ])('accepts %s: the whole password is compared', (_title, password) => {
    expect(dictionaryRefusal(dictionary(), password)).toBeUndefined();
  });

  it.each([
    ['as it is written', 'Acme-2026', 'Acme-2026'],
    ['in other case', 'Acme-2026', 'aCME-2026'],
    ['beyond ASCII in other case', 'Größe-ÉTÉ', 'GRÖßE-été'],
    ['one that has spaces', 'two words', 'TWO WORDS'],
    ['with a sharp s', 'Straße-2026', 'STRASSE-2026'],
    ['with a final sigma', 'ΣΟΦΟΣ', 'σοφοσ'],
    ['that is composed', 'Zoë-2026', 'zoe\u0308-2026'],
    ['in full-width letters', 'acme-2026', 'ＡＣＭＥ-2026'],
  ])('refuses a custom word %s', (_title, word, password) => {
    expect(dictionaryRefusal(dictionary([word]), password)).toBe(TOO_COMMON);
  });

  it('accepts a custom word with a suffix', () => {
    expect(dictionaryRefusal(dictionary(['Acme-2026']), 'Acme-2026!')).toBeUndefined();
  });

  it('refuses common passwords beside custom words', () => {
    expect(dictionaryRefusal(dictionary(['Acme-2026']), 'dragon')).toBe(TOO_COMMON);
  });

  it('accepts 200 custom words', () => {
    const options = dictionary(words(200));
    expect(dictionaryRefusal(options, 'word199')).toBe(TOO_COMMON);
    expect(dictionaryRefusal(options, 'word200')).toBeUndefined();
  });

  it('refuses exactly the words of the lists, in any case', () => {
    const own = words(20);
    const check = passwordDictionary(optionSettings(dictionary(own)));
    const listed = [...commonPasswords(), ...own];
    const isListed = (given: string) => listed.indexOf(given.toLowerCase()) !== -1;
    const password = fc
      .tuple(
        fc.constantFrom(...listed),
        fc.constantFrom('', '', 'x', '1'),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      )
      .map(([word, suffix, upper]) =>
        [...(word + suffix)].map((c, index) => (upper[index] ? c.toUpperCase() : c)).join(''),
      );
    fc.assert(
      fc.property(password, (given) => {
        return refusal(() => check?.(given)) === (isListed(given) ? TOO_COMMON : undefined);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('both dictionaries together', () => {
  const options = {
    password_dictionary: { enable: true, dictionary: ['one'] },
    password_options: { dictionary: { active: true, custom: ['two'] } },
  };

  it.each(['one', 'two', 'dragon'])('refuse %j', (password) => {
    expect(dictionaryRefusal(options, password)).toBe(TOO_COMMON);
  });
});

describe('a dictionary that is off', () => {
  it.each<[title: string, options: object]>([
    ['absent', {}],
    ['null', { password_dictionary: null, password_options: null }],
    ['null in password_options', { password_options: { dictionary: null } }],
    ['without its toggle', { password_dictionary: { dictionary: ['dragon'] } }],
    ['with a null toggle', { password_dictionary: { enable: null, dictionary: null } }],
    ['switched off', { password_dictionary: { enable: false, dictionary: ['dragon'] } }],
    ['inactive', { password_options: { dictionary: { active: false, custom: ['dragon'] } } }],
    ['without active', { password_options: { dictionary: { custom: ['dragon'] } } }],
    [
      'inactive and of the size that is not included',
      { password_options: { dictionary: { active: false, default: 'en_100k' } } },
    ],
    [
      'null all through',
      { password_options: { dictionary: { active: null, default: null, custom: null } } },
    ],
  ])('has no check when it is %s', (_title, options) => {
    expect(passwordDictionary(optionSettings(options))).toBeUndefined();
  });
});

describe('the custom words of password_options.dictionary', () => {
  it('may have 50 characters, whatever their bytes', () => {
    const word = '😀'.repeat(50);
    const options = { password_options: { dictionary: { active: true, custom: [word] } } };
    expect(dictionaryRefusal(options, word)).toBe(TOO_COMMON);
  });
});

describe('commonPasswords', () => {
  it('are the first 10,000 of the public list, in its order', () => {
    expect([...commonPasswords()]).toEqual(dictionary['passwords-common'].slice(0, 10_000));
  });

  it('are lower case already, as the look-up expects', () => {
    const others = [...commonPasswords()].filter((password) => password !== password.toLowerCase());
    expect(others).toEqual([]);
  });

  it('hold more than 3,000 that are long enough for the level good', () => {
    const long = [...commonPasswords()].filter((password) => password.length >= 8);
    expect(long.length).toBeGreaterThan(3000);
  });

  it('are read once and shared by all connections', () => {
    expect(commonPasswords()).toBe(commonPasswords());
  });
});
