import type { Client, DatabaseConnection } from 'express-dbconnections';
import type { BodyEncoding, FuzzRequest } from '../requests/fuzz-request';
import type { WireRequest } from '../requests/serialize-request';
import { TAKEN, type Tenant } from '../tenants';
import { lowerCase } from './email-model';
import { type Profile, passwordError } from './password-model';
import { type Body, readBody } from './read-body';
import { fieldOf, shapeSentence } from './shape-model';
import { validateUsername } from './username-model';

/** The only correct outcome of a request, according to the rules. */
export interface Expected {
  readonly status: number;
  /** The response body; that of a success lacks its first key, `_id`, which is random. */
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The stored document, without `_id` and times. */
  readonly stored?: object;
  /** Whether a unique index rejects the user, after the password was hashed. */
  readonly taken?: boolean;
  /** The password that is hashed. */
  readonly password?: string;
}

/** A plain implementation of the rules of the route, in their order. */
export function expectedResponse(
  tenant: Tenant,
  request: FuzzRequest,
  wire: WireRequest,
): Expected {
  if (request.method !== 'POST') {
    return { ...protocol(405, 'method_not_allowed', 'Use POST.'), headers: { allow: 'POST' } };
  }
  const body = readBody(request, wire);
  switch (body) {
    case 'unsupported':
      return protocol(415, 'unsupported_media_type', unsupportedText(request.encoding));
    case 'too large':
      return protocol(413, 'payload_too_large', 'The request body is too large.');
    case 'unreadable':
      return protocol(400, 'invalid_body', 'The body is not a valid JSON object.');
    default:
      return bodyResponse(body, request.origin, tenant);
  }
}

function unsupportedText(encoding: BodyEncoding): string {
  if ('contentEncoding' in encoding) {
    return 'The Content-Encoding is not supported. Use gzip, deflate, br or none.';
  }
  return encoding.contentType?.includes('charset')
    ? 'The charset in Content-Type is not supported. Use utf-8.'
    : 'Send application/json or application/x-www-form-urlencoded.';
}

function bodyResponse(body: Body, origin: string | undefined, tenant: Tenant): Expected {
  const globals = tenant.clients.filter((client) => client.global === true);
  const problem = shapeSentence(body, {
    clientId: globals.length !== 1,
    connection: tenant.default_directory === undefined,
  });
  if (problem !== undefined) {
    return sentence(problem);
  }
  const client_id = fieldOf(body, 'client_id') ?? globals[0]?.client_id;
  const client = tenant.clients.find((one) => one.client_id === client_id);
  if (client === undefined) {
    return sentence('client not found');
  }
  if (origin !== undefined && !allows(client, origin)) {
    return protocol(403, 'access_denied', `Origin ${origin} is not allowed.`);
  }
  const name = fieldOf(body, 'connection') ?? tenant.default_directory;
  const connection = tenant.connections.find((one) => one.name === name);
  const refused = connectionSentence(client, connection);
  return refused === undefined
    ? userResponse(body, connection as DatabaseConnection, tenant)
    : sentence(refused);
}

/** The origins that the clients of the two tenants allow, written out by hand. */
function allows({ client_id, allowed_origins }: Client, origin: string): boolean {
  if (allowed_origins === undefined) {
    return true;
  }
  const isPage =
    ['https://app.example.com', 'https://callback.example.com'].includes(origin) ||
    /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.example\.org$/.test(origin);
  return client_id === 'pages'
    ? isPage
    : client_id === 'CID' && origin === 'https://app.example.com';
}

function connectionSentence(
  { client_id }: Client,
  connection: DatabaseConnection | undefined,
): string | undefined {
  if (connection === undefined || connection.strategy !== 'auth0') {
    return 'connection not found';
  }
  const { name, enabled_clients, options } = connection;
  if (!enabled_clients?.length) {
    return 'The connection is disabled';
  }
  if (!enabled_clients.includes(client_id)) {
    return (
      'Connection must be enabled for this client to perform single user creation and signup ' +
      `operations (client_id: ${client_id} - connection: ${name})`
    );
  }
  return options?.disable_signup === true ? 'public signup is disabled' : undefined;
}

function userResponse(body: Body, connection: DatabaseConnection, { flags }: Tenant): Expected {
  const result = validateUsername(connection, fieldOf(body, 'username'));
  if ('sentence' in result) {
    return sentence(result.sentence);
  }
  if ('description' in result) {
    return badRequest('invalid_username', result.description);
  }
  const profile = withoutAbsent({
    email: lowerCase((body.email as string).trim()),
    username: result.username,
    given_name: fieldOf(body, 'given_name'),
    family_name: fieldOf(body, 'family_name'),
    name: fieldOf(body, 'name'),
    nickname: fieldOf(body, 'nickname'),
    picture: fieldOf(body, 'picture'),
    user_metadata: fieldOf(body, 'user_metadata'),
  });
  const password = body.password as string;
  const error = passwordError(connection, password, profile);
  if (error !== undefined) {
    return { status: 400, body: error };
  }
  const revealsUsers = flags.enable_public_signup_user_exists_error === true;
  if (profile.email === TAKEN.email) {
    return { ...taken(revealsUsers, 'user_exists', 'The user already exists.'), password };
  }
  if (profile.username === TAKEN.username) {
    const response = taken(
      revealsUsers,
      'username_exists',
      'The username provided is in use already.',
    );
    return { ...response, password };
  }
  return {
    status: 200,
    password,
    body: { email_verified: false, ...profile },
    stored: {
      connection: connection.name,
      email_verified: false,
      ...profile,
      password_hash: `hash of ${password}`,
    },
  };
}

function withoutAbsent(fields: Record<string, unknown>): Profile {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function taken(revealsUsers: boolean, code: string, description: string): Expected {
  const response = revealsUsers
    ? badRequest(code, description)
    : badRequest('invalid_signup', 'Invalid sign up');
  return { ...response, taken: true };
}

function badRequest(code: string, description: string): Expected {
  return { status: 400, body: { name: 'BadRequestError', code, description, statusCode: 400 } };
}

function sentence(error: string): Expected {
  return { status: 400, body: { error } };
}

function protocol(status: number, error: string, error_description: string): Expected {
  return { status, body: { error, error_description } };
}
