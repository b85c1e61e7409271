import { keepAliveSender } from '../support/keep-alive-sender';
import { PATH, useSignupApps } from '../support/use-signup-apps';
import { BASE, JSON_TYPE, TENANT } from './support/requests';

const apps = useSignupApps();
const sender = keepAliveSender();

afterAll(() => sender.end());

// Changes that make one client look like another to some rate limiters.
const VARIATIONS: readonly {
  readonly change: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}[] = [
  { change: 'a path in capitals', path: PATH.toUpperCase() },
  { change: 'a path with a trailing slash', path: `${PATH}/` },
  { change: 'a path with a query', path: `${PATH}?x=1` },
  { change: 'an absolute URL', path: `http://other.example${PATH}` },
  { change: 'an address in X-Forwarded-For', headers: { 'x-forwarded-for': '203.0.113.7' } },
  {
    change: 'a list of addresses in X-Forwarded-For',
    headers: { 'x-forwarded-for': '203.0.113.7, 203.0.113.8' },
  },
  { change: 'an address in X-Real-IP', headers: { 'x-real-ip': '203.0.113.9' } },
  { change: 'an address in Forwarded', headers: { forwarded: 'for=203.0.113.9' } },
  { change: 'another Host', headers: { host: 'other.example' } },
  {
    change: 'another User-Agent and Auth0-Client',
    headers: { 'user-agent': 'other', 'auth0-client': 'b3RoZXI' },
  },
  { change: 'another e-mail', fields: { email: 'b@example.com' } },
  { change: 'another connection', fields: { connection: 'Named', username: 'b' } },
  { change: 'another client', fields: { client_id: 'OTHER' } },
];

it.each(VARIATIONS)(
  'counts a request with $change for the same client',
  async ({ path = PATH, headers, fields }) => {
    const app = await apps.start({ ...TENANT, rateLimit: { limit: 1 } });
    const send = (to: string, more: object = {}, changed: object = {}) =>
      sender.send(app.url, {
        path: to,
        headers: { 'content-type': JSON_TYPE, ...more },
        body: JSON.stringify({ ...BASE, ...changed }),
      });

    expect(await send(PATH)).toMatchObject({ status: 200 });
    expect(await send(path, headers, fields)).toMatchObject({ status: 429 });
  },
);
