import { withFormMetadata } from '../../lib/fields/form-metadata';

it('makes an object of the keys in brackets', () => {
  expect(
    withFormMetadata({ email: 'a', 'user_metadata[plan]': 'silver', 'user_metadata[]': 'b' }),
  ).toMatchObject({ email: 'a', user_metadata: { plan: 'silver', '': 'b' } });
});

it.each([
  ['without such keys', { email: 'a', 'metadata[plan]': 'b', 'user_metadata[': 'c' }],
  ['with metadata', { user_metadata: 'a', 'user_metadata[plan]': 'b' }],
])('returns a form %s unchanged', (_what, form) => {
  expect(withFormMetadata(form)).toBe(form);
});

it('ignores an empty user_metadata beside such keys', () => {
  expect(withFormMetadata({ user_metadata: '', 'user_metadata[plan]': 'b' })).toMatchObject({
    user_metadata: { plan: 'b' },
  });
});

it('makes values that are rejected of deeper keys, and of names that are repeated', () => {
  const form = { 'user_metadata[a][b]': 'c', 'user_metadata[d]': ['e', 'f'] };
  expect(withFormMetadata(form)).toMatchObject({ user_metadata: { a: {}, d: ['e', 'f'] } });
});

it('keeps reserved names as own properties, so that they are rejected', () => {
  const { user_metadata } = withFormMetadata(JSON.parse('{"user_metadata[__proto__]":"x"}'));
  expect(Object.keys(user_metadata as object)).toEqual(['__proto__']);
});
