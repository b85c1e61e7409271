// Lock 10 has no events for sign-ups; only its screen shows the result.

import { CONFIRMATION, messageFor, testLock } from './support/test-lock.mjs';

await testLock('lock-10', {
  waitFor: { confirmation: true },
  result: () => ({ confirmation: CONFIRMATION }),
  error: (response) => ({ message: messageFor(response) }),
  notSent: {
    'weak password': { field: 'password' },
    'invalid e-mail': { field: 'email' },
    'no username': { field: 'username', hint: "Can't be blank" },
    'no password': { field: 'password' },
  },
  // It stores additional fields in `user_metadata` only.
  stored({ connection, email, password, username, user_metadata, ...profile }) {
    const signup = { connection, email, password };
    return user_metadata === undefined
      ? signup
      : { ...signup, username, user_metadata: { ...profile, ...user_metadata } };
  },
});
