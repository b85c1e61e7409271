// Lock 10 tells its application nothing of a sign-up; what the person sees is all there is.

import { CONFIRMATION, messageFor, testLock } from './support/test-lock.mjs';

await testLock('lock-10', {
  waitFor: { confirmation: true },
  result: () => ({ confirmation: CONFIRMATION }),
  error: (answer) => ({ message: messageFor(answer) }),
  notSent: {
    'weak password': { field: 'password' },
    'invalid e-mail': { field: 'email' },
    'no username': { field: 'username', hint: "Can't be blank" },
    'no password': { field: 'password' },
  },
  // It knows no fields of one's own but those in `user_metadata`.
  stored({ connection, email, password, username, user_metadata, ...profile }) {
    const signup = { connection, email, password };
    return user_metadata === undefined
      ? signup
      : { ...signup, username, user_metadata: { ...profile, ...user_metadata } };
  },
});
