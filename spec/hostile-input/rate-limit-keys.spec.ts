import { keepAliveSender } from '../support/keep-alive-sender';
import { PATH, useSignupApps } from '../support/use-signup-apps';
import { BASE, JSON_TYPE } from './support/requests';
import { TENANT } from './support/tenant';

const apps = useSignupApps();
const sender = keepAliveSender();

afterAll(() => sender.end());

// What elsewhere has made one sender look like another to a limiter.
const DISGUISES: readonly {
  readonly as: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}[] = [
  { as: 'a path in capitals', path: PATH.toUpperCase() },
  { as: 'a path with a slash behind', path: `${PATH}/` },
  { as: 'a path with a query', path: `${PATH}?x=1` },
  { as: 'a path with a host in front', path: `http://other.example${PATH}` },
  { as: 'an address that a header claims', headers: { 'x-forwarded-for': '203.0.113.7' } },
  { as: 'a list of addresses', headers: { 'x-forwarded-for': '203.0.113.7, 203.0.113.8' } },
  { as: 'another header for the address', headers: { 'x-real-ip': '203.0.113.9' } },
  { as: 'the standard header for the address', headers: { forwarded: 'for=203.0.113.9' } },
  { as: 'another host', headers: { host: 'other.example' } },
  { as: 'another agent', headers: { 'user-agent': 'other', 'auth0-client': 'b3RoZXI' } },
  { as: 'another address', fields: { email: 'b@example.com' } },
  { as: 'another connection', fields: { connection: 'Named', username: 'b' } },
  { as: 'another client', fields: { client_id: 'OTHER' } },
];

it.each(DISGUISES)(
  'counts a sender who comes with $as',
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
