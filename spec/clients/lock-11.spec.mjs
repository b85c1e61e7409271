// Lock 11 to 13: events for the application, texts for the user.

import { deepCamelCaseKeys } from './support/camel-case-keys.mjs';
import { NOT_SENT, signupErrorEvent } from './support/lock-events.mjs';
import { CONFIRMATION, testLock } from './support/test-lock.mjs';

await testLock('lock-11', {
  waitFor: { event: true, confirmation: true },
  result: (user) => ({ user: deepCamelCaseKeys(user), confirmation: CONFIRMATION }),
  error: signupErrorEvent,
  notSent: NOT_SENT,
});
