import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { badRequest, type Failure, protocolFailure } from '../support/expect-failure';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, PATH, type SignupApp, useSignupApps } from '../support/use-signup-apps';

// The two versions of Auth0's page, https://auth0.com/docs/api/authentication#signup, verbatim.
const PAGES = [
  {
    page: 'the first page',
    connectionOptions: { passwordPolicy: 'good' },
    http: `POST https://\${account.namespace}/dbconnections/signup
Content-Type: 'application/json'
{
  "client_id": "\${account.clientId}",
  "email": "EMAIL",
  "password": "PASSWORD",
  "connection": "CONNECTION",
}`,
    curl: `curl --request POST \\
  --url 'https://\${account.namespace}/dbconnections/signup' \\
  --header 'content-type: application/json' \\
  --data '{"client_id":"\${account.clientId}", "email":"EMAIL", "password":"PASSWORD", "connection":"CONNECTION"}'`,
    sample: `{
  "_id": "58457fe6b27...",
  "email_verified": false,
  "email": "test.account@signup.com"
}`,
    // Fields that the sample omits.
    undocumented: {},
  },
  {
    page: 'the second page',
    connectionOptions: { passwordPolicy: 'good', requires_username: true },
    http: `POST https://\${account.namespace}/dbconnections/signup
Content-Type: application/json
{
  "client_id": "\${account.clientId}",
  "email": "EMAIL",
  "password": "PASSWORD",
  "connection": "CONNECTION",
  "username": "johndoe",
  "given_name": "John",
  "family_name": "Doe",
  "name": "John Doe",
  "nickname": "johnny",
  "picture": "http://example.org/jdoe.png"
  "user_metadata": { plan: 'silver', team_id: 'a111' }
}`,
    curl: `curl --request POST \\
  --url 'https://\${account.namespace}/dbconnections/signup' \\
  --header 'content-type: application/json' \\
  --data '{"client_id":"\${account.clientId}", "email":"test.account@signup.com", "password":"PASSWORD", "connection":"CONNECTION", "username": "johndoe", "given_name": "John", "family_name": "Doe", "name": "John Doe", "nickname": "johnny", "picture": "http://example.org/jdoe.png", "user_metadata":{ "plan": "silver", "team_id": "a111" }}'`,
    sample: `{
  "_id": "58457fe6b27...",
  "email_verified": false,
  "email": "test.account@signup.com",
  "username": "johndoe",
  "given_name": "John",
  "family_name": "Doe",
  "name": "John Doe",
  "nickname": "johnny",
  "picture": "http://example.org/jdoe.png"
}`,
    undocumented: { user_metadata: { plan: 'silver', team_id: 'a111' } },
  },
] as const;

const apps = useSignupApps();
const run = promisify(execFile);
const HAS_CURL = spawnSync('sh', ['-c', 'curl --version']).status === 0;
const itWithCurl = HAS_CURL || process.env.CI ? it : it.skip;

/** Replaces the placeholders of the page. */
function fillIn(example: string, { url }: SignupApp): string {
  return example
    .replace(/https:\/\/\$\{account\.namespace\}/, url)
    .replace(/\$\{account\.clientId\}/, 'CID')
    .replace('"EMAIL"', '"test.account@signup.com"')
    .replace('"PASSWORD"', '"Abcdef1!"')
    .replace('"CONNECTION"', `"${CONNECTION.name}"`);
}

async function withCurl(command: string): Promise<{ status: number; text: string }> {
  const { stdout } = await run('sh', ['-c', `${command} --silent --write-out '%{http_code}'`]);
  return { status: Number(stdout.slice(-3)), text: stdout.slice(0, -3) };
}

/** Sends the request of the `curl` line with fetch. */
async function withFetch(command: string): Promise<{ status: number; text: string }> {
  const argument = (name: string) => new RegExp(`--${name} '([^']*)'`).exec(command)?.[1] ?? '';
  const [header = '', value = ''] = argument('header').split(': ');
  return post(argument('url'), { [header]: value }, argument('data'));
}

async function post(url: string, headers: Record<string, string>, body: string) {
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');

describe.each(PAGES)('$page of the documentation', ({ connectionOptions, curl, http, ...page }) => {
  const sample: Record<string, unknown> = JSON.parse(page.sample);

  async function expectDocumentedResponse(
    send: (command: string) => Promise<{ status: number; text: string }>,
  ): Promise<void> {
    const app = await apps.start({ connectionOptions });
    const command = fillIn(curl, app);

    const { status, text } = await send(command);
    const { _id } = JSON.parse(text);
    expect(_id).toMatch(/^[0-9a-f]{24}$/);
    expect({ status, text }).toEqual({
      status: 200,
      text: JSON.stringify({ ...sample, _id, ...page.undocumented }),
    });
    expect(await storedUsers(app)).toMatchObject([{ ...sample, _id, ...page.undocumented }]);

    expect(await send(command)).toEqual({ status: 400, text: JSON.stringify(USER_EXISTS.body) });
    expect(await storedUsers(app)).toHaveLength(1);
  }

  itWithCurl('responds to its curl line with its sample, then with user_exists', () =>
    expectDocumentedResponse(withCurl),
  );

  it('responds to the same request from fetch with its sample, then with user_exists', () =>
    expectDocumentedResponse(withFetch));
});

describe('the HTTP blocks of the documentation, which are invalid', () => {
  const [first, second] = PAGES;
  const wrongType = protocolFailure(
    415,
    'unsupported_media_type',
    'Send application/json or application/x-www-form-urlencoded.',
  );
  const wrongBody = protocolFailure(400, 'invalid_body', 'The body is not a valid JSON object.');

  it.each<{ block: string; http: string; type?: string; failure: Failure }>([
    { block: 'the first, with a quoted media type', http: first.http, failure: wrongType },
    {
      block: 'the first, with a trailing comma',
      http: first.http,
      type: 'application/json',
      failure: wrongBody,
    },
    {
      block: 'the second, with a missing comma and text that is not JSON',
      http: second.http,
      failure: wrongBody,
    },
  ])('are rejected: $block', async ({ http, type, failure }) => {
    const app = await apps.start();
    const [, printedType = '', ...body] = fillIn(http, app).split('\n');

    const response = await post(
      app.url + PATH,
      { 'Content-Type': type ?? printedType.replace('Content-Type: ', '') },
      body.join('\n'),
    );

    expect(response).toEqual({ status: failure.status, text: JSON.stringify(failure.body) });
    expect(await storedUsers(app)).toEqual([]);
  });
});
