import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A sign-up whose body has not been sent yet. */
export interface SlowSignup {
  /** Sends the body and resolves with the response. */
  finish(body: object): Promise<{ readonly status: number | undefined; readonly body: unknown }>;
}

/** Resolves when the server has begun to process it: Node then sends `100 Continue`. */
export async function beginSignup(url: string): Promise<SlowSignup> {
  const sending = request(`${url}/dbconnections/signup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Expect: '100-continue' },
  });
  sending.flushHeaders();
  await once(sending, 'continue');

  return {
    async finish(body) {
      sending.end(JSON.stringify(body));
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      return { status: response.statusCode, body: JSON.parse(await text(response)) };
    },
  };
}
