import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CASES } from '../cases.mjs';
import { testName } from './results.mjs';
import { postSignup } from './situations.mjs';

const PATH = '/dbconnections/signup';
const TIMEOUT = 30_000;

let signups = 0;

/**
 * Tests one version of one client against every case. The client's own part:
 *
 * - `signUp({ origin, fields })` makes the client sign up, and resolves with what an
 *   application gets to see: `{ result }` or `{ error }`
 * - `result(user)` and `error(answer)` say what that should be
 * - `notSent`: what it should be in the cases that the client refuses itself, by the case's name
 * - `stored(fields)`: what is to be stored, where the client does not send the fields as they are
 * - `checkRequests(requests)`: what else is to be said of the requests of the first case
 */
export function testClient({ client, situations, skip = false, ...part }) {
  for (const one of CASES) {
    if (one.scheme !== 'http' || client.schemes.includes('http')) {
      const notSent = Object.hasOwn(part.notSent ?? {}, one.name);
      test(testName(client, one, { notSent }), { skip, timeout: TIMEOUT }, () =>
        tryCase(one, situations, { notSent: {}, stored: (fields) => fields, ...part }),
      );
    }
  }
}

async function tryCase(one, situations, client) {
  const situation = situations[one.situation ?? 'open'];
  signups += 1;
  const fields = one.fields(`who${signups}`);
  if (one.taken) {
    await postSignup(situation.origins.http, fields);
  }
  const before = await storedUsers(situation);
  const sentBefore = situation.requests.length;

  const origin = situation.origins[one.scheme ?? 'https'];
  const seen = plain(await client.signUp({ origin, fields }));
  const requests = situation.requests.slice(sentBefore);
  const posts = requests.filter(({ method, path }) => method === 'POST' && path === PATH);

  if (Object.hasOwn(client.notSent, one.name)) {
    assert.deepEqual(seen, plain({ error: client.notSent[one.name] }));
    assert.equal(posts.length, 0, 'the client refuses this itself');
  } else {
    assert.equal(posts.length, 1, `one sign-up, one POST; the client saw ${JSON.stringify(seen)}`);
  }
  if (one.answer === undefined) {
    const user = await expectStored(situation, client.stored(fields), fields.password);
    assert.deepEqual(seen, plain({ result: client.result(user) }));
    if (one === CASES[0]) {
      client.checkRequests?.(requests);
    }
  } else {
    if (posts.length > 0) {
      assert.deepEqual(seen, plain({ error: client.error(one.answer) }));
    }
    assert.deepEqual(await storedUsers(situation), before);
  }
}

/** An application does not tell a key without a value from one that is not there. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

/** All users; where the database has gone away there is nobody to ask. */
async function storedUsers({ users }) {
  return users === undefined ? [] : users.find().sort({ _id: 1 }).lean();
}

/** Expects exactly these fields in the store; resolves with the user as the answer shows it. */
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
