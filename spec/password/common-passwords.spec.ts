import { dictionary } from '@zxcvbn-ts/language-common';
import { commonPasswords } from '../../lib/password/common-passwords';

const SOURCE = dictionary['passwords-common'];

describe('commonPasswords', () => {
  it('are the first 10,000 of the public list, in its order', () => {
    expect([...commonPasswords()]).toEqual(SOURCE.slice(0, 10_000));
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
