import { isDeepStrictEqual } from 'node:util';
import type { User } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { type Expected, expectedAnswer } from '../model/expected-answer';
import type { FuzzRequest } from '../requests/fuzz-request';
import { writeRequest } from '../requests/write-request';
import type { Tenant } from '../tenants';
import { findLeaks } from './find-leaks';
import type { Answer, Sender } from './send';
import type { ServedTenant } from './start-tenant';

/**
 * Sends one request and compares everything that comes of it with the model: the answer to the byte,
 * its headers, what is hashed, which commands reach the database, and what is stored. Leaves the
 * store as it was, so that each request stands for itself.
 */
export async function judge(
  request: FuzzRequest,
  { tenant, app, users, commands, hashed }: ServedTenant,
  sender: Sender,
): Promise<Expected> {
  const wire = writeRequest(request);
  const expected = expectedAnswer(tenant, request, wire);
  const answer = await sender.send(`${app.url}/dbconnections/signup`, wire);
  const errors = app.errors.splice(0);
  const reached = { commands: commands.splice(0), hashed: hashed.splice(0) };
  const _id = /^\{"_id":"([0-9a-f]{24})"/.exec(answer.text)?.[1];
  const document = await takeOut(users, _id);
  commands.length = 0;

  const isHashed = expected.stored !== undefined || expected.taken === true;
  expectEqual(
    {
      status: answer.status,
      text: answer.text,
      headers: visibleHeaders(answer),
      errors: errors.map((error) => (error as { status?: unknown }).status),
      ...reached,
      stored: document,
      leaks: findLeaks(request, expected.body, [answer.text, answer.headers, errors]),
    },
    {
      status: expected.status,
      text: JSON.stringify(expected.status === 200 ? { _id, ...expected.body } : expected.body),
      headers: expectedHeaders(tenant, request, expected, answer),
      errors: expected.status === 200 ? [] : [expected.status],
      commands: isHashed ? ['insert'] : [],
      hashed: isHashed ? [expected.password] : [],
      stored: expected.stored,
      leaks: [],
    },
  );
  return expected;
}

/** Jest's own comparison is for the report: it takes as long as the request. */
function expectEqual(seen: object, wanted: object): void {
  if (!isDeepStrictEqual(seen, wanted)) {
    expect(seen).toEqual(wanted);
    throw new Error('Equal to Jest, but not quite');
  }
}

/** The document as it lies in the collection, without what nobody can know before; it is removed. */
async function takeOut(users: Model<User>, hex: string | undefined): Promise<object | undefined> {
  if (hex === undefined) {
    return undefined;
  }
  const filter = { _id: new users.base.Types.ObjectId(hex) };
  const document = await users.collection.findOne(filter);
  await users.collection.deleteOne(filter);
  if (document === null) {
    return undefined;
  }
  const { _id, created_at, updated_at, ...rest } = document;
  const hasTimes = created_at instanceof Date && Number(created_at) === Number(updated_at);
  return hasTimes ? rest : document;
}

const PLUMBING = ['date', 'etag', 'connection', 'keep-alive', 'x-powered-by'];

function visibleHeaders({ headers }: Answer): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PLUMBING.includes(name)));
}

/** Every answer has these, and no header but these. */
function expectedHeaders(
  tenant: Tenant,
  { origin }: FuzzRequest,
  expected: Expected,
  answer: Answer,
) {
  return {
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(answer.text)),
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
    ...corsHeaders(tenant, origin),
    ...expected.headers,
  };
}

const PAGES =
  /^https:\/\/(?:(?:app|callback)\.example\.com|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\.org)$/;

/** Where a client takes every origin, every origin may read; elsewhere those of all clients. */
function corsHeaders({ name }: Tenant, origin: string | undefined): object {
  const exposed = {
    'access-control-expose-headers':
      'X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset,Retry-After',
  };
  if (name === 'outspoken') {
    return { 'access-control-allow-origin': '*', ...exposed };
  }
  return origin !== undefined && PAGES.test(origin)
    ? { 'access-control-allow-origin': origin, ...exposed }
    : exposed;
}
