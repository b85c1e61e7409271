// Lock 11 to 13: events for the application, texts for the person.

import { deepCamelCaseKeys } from './support/camel-case-keys.mjs';
import { NOT_SENT, toldError } from './support/lock-events.mjs';
import { CONFIRMATION, testLock } from './support/test-lock.mjs';

await testLock('lock-11', {
  waitFor: { event: true, confirmation: true },
  result: (user) => ({ user: deepCamelCaseKeys(user), confirmation: CONFIRMATION }),
  error: toldError,
  notSent: NOT_SENT,
});
