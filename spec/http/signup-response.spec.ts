import { Types } from 'mongoose';
import { signupResponse } from '../../lib/http/signup-response';

const _id = new Types.ObjectId('000102030405060708090a0b');

it('has the documented keys in the documented order', () => {
  const user = {
    user_metadata: { plan: 'silver', a: '' },
    picture: 'https://example.com/p',
    nickname: 'Jo',
    name: 'Johanna',
    family_name: 'Doe',
    given_name: 'Jo',
    username: 'jo',
    email: 'a@example.com',
    email_verified: false,
    _id,
  };
  expect(JSON.stringify(signupResponse(user))).toBe(
    '{"_id":"000102030405060708090a0b","email_verified":false,"email":"a@example.com",' +
      '"username":"jo","given_name":"Jo","family_name":"Doe","name":"Johanna","nickname":"Jo",' +
      '"picture":"https://example.com/p","user_metadata":{"plan":"silver","a":""}}',
  );
});

it('omits what is not stored', () => {
  expect(
    JSON.stringify(signupResponse({ _id, email: 'a@example.com', email_verified: false })),
  ).toBe('{"_id":"000102030405060708090a0b","email_verified":false,"email":"a@example.com"}');
});

it('omits every other key of the user', () => {
  const user = {
    _id,
    email: 'a@example.com',
    email_verified: true,
    password_hash: 'canary',
    app_metadata: {},
    connection: 'DB',
  };
  expect(Object.values(signupResponse(user))).not.toContain('canary');
  expect(JSON.parse(JSON.stringify(signupResponse(user)))).toEqual({
    _id: '000102030405060708090a0b',
    email_verified: true,
    email: 'a@example.com',
  });
});
