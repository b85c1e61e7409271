// Lock 14 behaves like 11 to 13, but closes after a sign-up, because its confirmation throws.

import { deepCamelCaseKeys } from './support/camel-case-keys.mjs';
import { NOT_SENT, signupErrorEvent } from './support/lock-events.mjs';
import { testLock } from './support/test-lock.mjs';

await testLock('lock-14', {
  waitFor: { event: true },
  result: (user) => ({ user: deepCamelCaseKeys(user) }),
  error: signupErrorEvent,
  notSent: NOT_SENT,
});
