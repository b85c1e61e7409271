import { randomUUID } from 'node:crypto';
import type { ReceivedResponse } from '../support/expect-failure';
import { REQUEST, type SignupApp } from '../support/use-signup-apps';
import { onlyAnswer } from './only-answer';

// A driver that has lost its server needs a moment, and its next connection.
const PATIENCE = 5000;

/** Expects sign-ups to work, or to work again soon. */
export async function expectWorking(app: SignupApp): Promise<void> {
  const end = performance.now() + PATIENCE;
  let answer: ReceivedResponse;
  do {
    const name = randomUUID().slice(0, 15);
    const fresh = { email: `${name}@example.com`, username: name, nickname: name };
    answer = await onlyAnswer(app, { ...REQUEST, ...fresh });
  } while (answer.status === 503 && performance.now() < end);
  expect(answer).toMatchObject({ status: 200 });
}
