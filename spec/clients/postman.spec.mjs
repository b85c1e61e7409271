// Postman, through its command-line runner: the collection of the example app, and its first request
// with the fields of every case.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import newman from 'newman';
import { clientsOf, HOST } from './clients.mjs';
import { testName } from './support/results.mjs';
import { CLIENT_ID, startSituations } from './support/situations.mjs';
import { testClient } from './support/test-client.mjs';

const run = promisify(newman.run);
const collection = JSON.parse(
  readFileSync(new URL('../../example-app/postman_collection.json', import.meta.url), 'utf8'),
);
// The request of the collection for each case.
const ITEMS = {
  success: 'Sign up',
  'full profile': 'Sign up with a profile',
  'address taken': 'Address taken',
  'weak password': 'Weak password',
  'invalid e-mail': 'Invalid e-mail',
};

const situations = await startSituations();
after(() => situations.close());

for (const client of clientsOf('postman')) {
  testClient({
    client,
    situations,
    async signUp({ origin, fields }) {
      const [execution] = await runItems(client, origin, [
        withBody(collection.item[0], { client_id: CLIENT_ID, ...fields }),
      ]);
      const { code, stream } = execution.response;
      const body = JSON.parse(stream.toString());
      return code < 400 ? { result: body } : { error: { status: code, body } };
    },
    result: (user) => user,
    error: (response) => response,
  });

  testCollection(client);
}

/** A test for each request of the collection, and one for the whole collection on other servers. */
function testCollection(client) {
  const named = (name) => testName({ label: 'Postman collection' }, { name });
  let executions;
  for (const [name, item] of Object.entries(ITEMS)) {
    test(named(name), async () => {
      executions ??= await runItems(client, situations.open.origins.https);
      const [execution, ...others] = executions.filter((one) => one.item.name === item);
      assert.equal(others.length, 0);
      expectPassed(execution);
      if (execution.response.code === 200) {
        const { _id, email } = JSON.parse(execution.response.stream.toString());
        assert.equal((await situations.open.users.findById(_id)).email, email);
      }
    });
  }
  test(named('over http'), async () => {
    (await runItems(client, situations.open.origins.http)).forEach(expectPassed);
  });
  test(named('taken, hidden'), async () => {
    (await runItems(client, situations.hiding.origins.https)).forEach(expectPassed);
  });
}

function expectPassed({ requestError, assertions = [] }) {
  assert.ifError(requestError);
  for (const { error } of assertions) {
    assert.ifError(error);
  }
  assert.ok(assertions.length > 0, 'the request has tests');
}

/** Runs the collection, or these items of it, with the variables set to this server's. */
async function runItems({ code }, origin, item = collection.item) {
  const [baseUrl, address] = code.replace(`https://${HOST}`, origin).split(' = ');
  const { run: result } = await run({
    collection: { ...collection, item },
    envVar: [
      { key: baseUrl, value: address },
      { key: 'client_id', value: CLIENT_ID },
      { key: 'connection', value: 'Users' },
    ],
    sslExtraCaCerts: join(process.env.CLIENTS_TLS, 'cert.pem'),
    reporters: [],
  });
  return result.executions;
}

function withBody({ request, ...item }, fields) {
  const body = { ...request.body, raw: JSON.stringify(fields, null, 2) };
  return { name: item.name, request: { ...request, body } };
}
