import type { ReceivedResponse } from '../support/expect-failure';
import { rawRequest, signupText } from '../support/raw-request';
import type { SignupApp } from '../support/use-signup-apps';

/** Posts `body` and expects exactly one response on the connection. */
export async function onlyResponse(app: SignupApp, body: object): Promise<ReceivedResponse> {
  const received = await (await rawRequest(app, signupText(body))).response();
  const end = received.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const text = received.slice(end + 4);
  expect({ statusLine, length: String(Buffer.byteLength(text)) }).toEqual({
    statusLine: expect.stringMatching(/^HTTP\/1\.1 \d{3} /),
    length: headers['content-length'],
  });
  return { status: Number(statusLine.split(' ')[1]), text, headers };
}
