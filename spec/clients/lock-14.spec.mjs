// Lock 14 is as 11 to 13, but closes after a sign-up: its confirmation would throw.

import { deepCamelCaseKeys } from './support/camel-case-keys.mjs';
import { NOT_SENT, toldError } from './support/lock-events.mjs';
import { testLock } from './support/test-lock.mjs';

await testLock('lock-14', {
  waitFor: { event: true },
  result: (user) => ({ user: deepCamelCaseKeys(user) }),
  error: toldError,
  notSent: NOT_SENT,
});
