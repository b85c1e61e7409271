import { isDeepStrictEqual } from 'node:util';
import type { User } from 'express-dbconnections';
import type { Model } from 'mongoose';
import type { ReceivedResponse } from '../../support/expect-failure';
import type { KeepAliveSender } from '../../support/keep-alive-sender';
import { PATH } from '../../support/use-signup-apps';
import { type Expected, expectedResponse } from '../model/expected-response';
import type { FuzzRequest } from '../requests/fuzz-request';
import { serializeRequest } from '../requests/serialize-request';
import type { Tenant } from '../tenants';
import { findLeaks } from './find-leaks';
import type { ServedTenant } from './start-tenant';

/**
 * Sends one request and compares its effects with the model: the bytes of the response, its headers,
 * the hashed password, the database commands and the stored document. Removes that document, so that
 * requests do not affect each other.
 */
export async function compareWithModel(
  request: FuzzRequest,
  { tenant, app, users, commands, hashed }: ServedTenant,
  sender: KeepAliveSender,
): Promise<Expected> {
  const wire = serializeRequest(request);
  const expected = expectedResponse(tenant, request, wire);
  const response = await sender.send(app.url, { path: PATH, ...wire });
  const errors = app.errors.splice(0);
  const reached = { commands: commands.splice(0), hashed: hashed.splice(0) };
  const _id = /^\{"_id":"([0-9a-f]{24})"/.exec(response.text)?.[1];
  const document = await takeOut(users, _id);
  commands.length = 0;

  const isHashed = expected.stored !== undefined || expected.taken === true;
  expectEqual(
    {
      status: response.status,
      text: response.text,
      headers: visibleHeaders(response),
      errors: errors.map((error) => (error as { status?: unknown }).status),
      ...reached,
      stored: document,
      leaks: findLeaks(request, expected.body, [response.text, response.headers, errors]),
    },
    {
      status: expected.status,
      text: JSON.stringify(expected.status === 200 ? { _id, ...expected.body } : expected.body),
      headers: expectedHeaders(tenant, request, expected, response),
      errors: expected.status === 200 ? [] : [expected.status],
      commands: isHashed ? ['insert'] : [],
      hashed: isHashed ? [expected.password] : [],
      stored: expected.stored,
      leaks: [],
    },
  );
  return expected;
}

/** Jest's comparison is as slow as the request: use it only to format a difference. */
function expectEqual(actual: object, expected: object): void {
  if (!isDeepStrictEqual(actual, expected)) {
    expect(actual).toEqual(expected);
    throw new Error('Equal according to Jest, but not according to isDeepStrictEqual');
  }
}

/** Removes the document from the collection; resolves with it, without its `_id` and times. */
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

// Headers of Node and Express.
const SERVER_HEADERS = ['date', 'etag', 'connection', 'keep-alive', 'x-powered-by'];

function visibleHeaders({ headers }: ReceivedResponse): object {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !SERVER_HEADERS.includes(name)),
  );
}

/** All headers of the response, besides those of the server. */
function expectedHeaders(
  tenant: Tenant,
  { origin }: FuzzRequest,
  expected: Expected,
  response: ReceivedResponse,
) {
  return {
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(response.text)),
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
    ...corsHeaders(tenant, origin),
    ...expected.headers,
  };
}

const PAGES =
  /^https:\/\/(?:(?:app|callback)\.example\.com|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\.org)$/;

/** `*` where some client allows every origin, otherwise the origin if some client allows it. */
function corsHeaders({ name }: Tenant, origin: string | undefined): object {
  const exposed = {
    'access-control-expose-headers':
      'X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset,Retry-After',
  };
  if (name === 'withUserExistsFlag') {
    return { 'access-control-allow-origin': '*', ...exposed };
  }
  return origin !== undefined && PAGES.test(origin)
    ? { 'access-control-allow-origin': origin, ...exposed }
    : exposed;
}
