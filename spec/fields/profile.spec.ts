import { PROFILE_FIELDS, type Profile, profileOf } from '../../lib/fields/profile';

describe('profileOf()', () => {
  it('returns the fields of a profile in the documented order, whatever their order was', () => {
    const profile: Profile = {
      user_metadata: { plan: 'silver' },
      picture: 'https://example.com/p',
      nickname: 'Jo',
      name: 'Johanna',
      family_name: 'Doe',
      given_name: 'Jo',
      username: 'jo',
      email: 'a@example.com',
    };

    expect(profileOf(profile)).toStrictEqual(profile);
    expect(Object.keys(profileOf(profile))).toEqual(PROFILE_FIELDS);
  });

  it('omits fields that are absent or undefined', () => {
    const email = 'a@example.com';

    expect(profileOf({ email, username: undefined })).toStrictEqual({ email });
  });

  it('omits every other property', () => {
    const email = 'a@example.com';
    const user = { email, password_hash: 'canary', email_verified: true };

    expect(profileOf(user)).toStrictEqual({ email });
  });
});
