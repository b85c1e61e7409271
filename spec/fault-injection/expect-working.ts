import { randomUUID } from 'node:crypto';
import type { ReceivedResponse } from '../support/expect-failure';
import { REQUEST, type SignupApp } from '../support/use-signup-apps';
import { onlyResponse } from './only-response';

// A driver that has lost its server needs a moment to connect again.
const MAX_RECOVERY_MS = 5000;

/** Expects sign-ups to succeed within MAX_RECOVERY_MS. */
export async function expectWorking(app: SignupApp): Promise<void> {
  const end = performance.now() + MAX_RECOVERY_MS;
  let response: ReceivedResponse;
  do {
    const name = randomUUID().slice(0, 15);
    const fresh = { email: `${name}@example.com`, username: name, nickname: name };
    response = await onlyResponse(app, { ...REQUEST, ...fresh });
  } while (response.status === 503 && performance.now() < end);
  expect(response).toMatchObject({ status: 200 });
}
