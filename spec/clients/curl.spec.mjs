// The curl lines of both versions of Auth0's page, https://auth0.com/docs/api/authentication#signup,
// run by a shell, with values for their placeholders.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { clientsOf, HOST } from './clients.mjs';
import { CLIENT_ID, startSituations } from './support/situations.mjs';
import { testClient } from './support/test-client.mjs';

const FIRST_PAGE = `curl --request POST \\
  --url 'https://\${account.namespace}/dbconnections/signup' \\
  --header 'content-type: application/json' \\
  --data '{"client_id":"\${account.clientId}", "email":"EMAIL", "password":"PASSWORD", "connection":"CONNECTION"}'`;

const SECOND_PAGE = `curl --request POST \\
  --url 'https://\${account.namespace}/dbconnections/signup' \\
  --header 'content-type: application/json' \\
  --data '{"client_id":"\${account.clientId}", "email":"test.account@signup.com", "password":"PASSWORD", "connection":"CONNECTION", "username": "johndoe", "given_name": "John", "family_name": "Doe", "name": "John Doe", "nickname": "johnny", "picture": "http://example.org/jdoe.png", "user_metadata":{ "plan": "silver", "team_id": "a111" }}'`;

// biome-ignore lint/suspicious/noTemplateCurlyInString: the page's own placeholder
const URL_LINE = "--url 'https://${account.namespace}/dbconnections/signup'";

const run = promisify(execFile);
const situations = await startSituations();
after(() => situations.close());

for (const client of clientsOf('curl')) {
  testClient({
    client,
    situations,
    async signUp({ origin, fields }) {
      const { stdout } = await run(
        'sh',
        [
          '-c',
          `${curlLine(client, origin, fields)} --silent --show-error --write-out '\\n%{http_code}'`,
        ],
        { env: { ...process.env, CURL_CA_BUNDLE: join(process.env.CLIENTS_TLS, 'cert.pem') } },
      );
      const [body, status] = stdout.split('\n');
      return Number(status) < 400
        ? { result: JSON.parse(body) }
        : { error: { status: Number(status), body: JSON.parse(body) } };
    },
    result: (user) => user,
    error: (response) => response,
  });
}

function curlLine({ code }, origin, { connection, email, password, username }) {
  const filled = (username === undefined ? FIRST_PAGE : SECOND_PAGE)
    .replace(URL_LINE, code.replace(`https://${HOST}`, origin))
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the page's own placeholder
    .replace('${account.clientId}', CLIENT_ID)
    .replace(/EMAIL|test\.account@signup\.com/, email)
    .replace('CONNECTION', connection)
    .replace('johndoe', username);
  return password === undefined
    ? filled.replace(' "password":"PASSWORD",', '')
    : filled.replace('PASSWORD', password);
}
