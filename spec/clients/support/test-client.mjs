import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES } from '../cases.mjs';
import { testName } from './results.mjs';
import { postSignup } from './situations.mjs';

const PATH = '/dbconnections/signup';
const TIMEOUT = 30_000;

let signups = 0;

/**
 * Tests one version of one client with every case. The part of each client:
 *
 * - `signUp({ origin, fields })` signs up with the client, and resolves with what the application
 *   receives: `{ result }` or `{ error }`
 * - `result(user)` and `error(response)` return the expected value of that
 * - `notSent`: the expected errors of cases that the client rejects itself, by the name of the case
 * - `stored(fields)`: the fields to be stored, if the client does not send `fields` unchanged
 * - `checkRequests(requests)`: further checks of the requests of the first case
 */
export function testClient({ client, situations, skip = false, ...part }) {
  for (const one of CASES) {
    if (one.scheme !== 'http' || client.schemes.includes('http')) {
      const notSent = Object.hasOwn(part.notSent ?? {}, one.name);
      test(testName(client, one, { notSent }), { skip, timeout: TIMEOUT }, () =>
        runCase(one, situations, { notSent: {}, stored: (fields) => fields, ...part }),
      );
    }
  }
}

async function runCase(one, situations, client) {
  const situation = situations[one.situation ?? 'open'];
  signups += 1;
  const fields = one.fields(`who${signups}`);
  if (one.taken) {
    await postSignup(situation.origins.http, fields);
  }
  const before = await storedUsers(situation);
  const sentBefore = situation.requests.length;

  const origin = situation.origins[one.scheme ?? 'https'];
  const received = plain(await client.signUp({ origin, fields }));
  const requests = situation.requests.slice(sentBefore);
  const posts = requests.filter(({ method, path }) => method === 'POST' && path === PATH);

  if (Object.hasOwn(client.notSent, one.name)) {
    assert.deepEqual(received, plain({ error: client.notSent[one.name] }));
    assert.equal(posts.length, 0, 'the client rejects this itself');
  } else {
    assert.equal(
      posts.length,
      1,
      `one sign-up, one POST; the client received ${JSON.stringify(received)}`,
    );
  }
  if (one.response === undefined) {
    const user = await expectStored(situation, client.stored(fields), fields.password);
    assert.deepEqual(received, plain({ result: client.result(user) }));
    if (one === CASES[0]) {
      client.checkRequests?.(requests);
    }
  } else {
    if (posts.length > 0) {
      assert.deepEqual(received, plain({ error: client.error(one.response) }));
    }
    assert.deepEqual(await storedUsers(situation), before);
  }
}

/** Drops keys whose value is `undefined`. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

/** All users; none if the database is closed. */
async function storedUsers({ users }) {
  return users === undefined ? [] : users.find().sort({ _id: 1 }).lean();
}

/** Expects exactly these fields in the store; resolves with the user as in the response. */
async function expectStored({ users, hasher }, fields, password) {
  const { connection, password: _, ...shown } = fields;
  const found = await users
    .find({ connection, email: fields.email })
    .select('+password_hash')
    .lean();
  assert.equal(found.length, 1, 'the user is stored once');
  const [{ _id, password_hash, created_at, updated_at, ...user }] = found;
  assert.deepEqual(user, { connection, email_verified: false, ...shown });
  assert.ok(await hasher.verify(password, password_hash), 'the stored hash is of the password');
  return { _id: String(_id), email_verified: false, ...shown };
}
