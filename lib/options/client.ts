import v = require('valibot');

import { AUTH0_CLIENT_KEYS } from './auth0-keys';
import { auth0Object } from './object-schemas';
import { parseDocument } from './parse-options';
import {
  arrayOf,
  bool,
  type Maybe,
  maybe,
  nonEmptyString,
  objectWith,
  uniqueArray,
} from './schemas';

/**
 * An Auth0 client (application) as the Management API describes it. Other keys of an exported
 * client are accepted and ignored, unless they look like a misspelt one of these.
 */
export interface Client {
  readonly client_id: string;
  /**
   * Origins whose pages may sign users up, such as `https://app.example.com` or
   * `https://*.example.com`. Absent: every origin; an empty list: only those of `callbacks`. Requests
   * without an `Origin` header (servers, curl) are not restricted.
   */
  readonly allowed_origins?: Maybe<readonly string[]>;
  /** Callback URLs; with `allowed_origins` their origins are allowed as well. */
  readonly callbacks?: Maybe<readonly string[]>;
  /** The client of a request without `client_id`, if no other client is global. */
  readonly global?: Maybe<boolean>;
  readonly [key: string]: unknown;
}

/** What a resolver receives besides the name to look up. */
export interface ResolverOptions {
  /** Aborted when the request has timed out or its sender has disconnected. */
  readonly signal: AbortSignal;
}

/**
 * Looks clients up for each request, for tenants that are stored in a database. An error that it
 * throws becomes a 503; a `TemporarilyUnavailableError` is passed on unchanged.
 *
 * The clients are plain objects (of a Mongoose query, `lean()` returns them) and must not be changed
 * afterwards: an object that is returned again is not parsed again.
 */
export interface ClientResolver {
  /**
   * Returns the client with this ID, or `undefined` or `null` if there is none. Without an ID it
   * returns the global client.
   */
  find(
    client_id: string | undefined,
    options: ResolverOptions,
  ): Client | null | undefined | Promise<Client | null | undefined>;
  /** Returns whether any client allows `origin`: a preflight request names no client. */
  allowsOrigin(origin: string, options: ResolverOptions): boolean | Promise<boolean>;
}

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[^\s/?#*@]+\/?$/i;
const ORIGIN_ADVICE = "write an origin without a path, such as 'https://app.example.com'";

const clientSchema = auth0Object(
  {
    client_id: nonEmptyString(),
    allowed_origins: maybe(
      arrayOf(
        v.pipe(nonEmptyString(ORIGIN_ADVICE), v.regex(ORIGIN, ORIGIN_ADVICE)),
        'write an array of origins',
      ),
    ),
    callbacks: v.nullish(arrayOf(nonEmptyString(), 'write an array of URLs'), []),
    global: v.nullish(bool, false),
  },
  {
    documented: AUTH0_CLIENT_KEYS,
    advice:
      "write an Auth0 client as a plain object, such as { client_id: 'my-app' }; " +
      "Mongoose's lean() returns plain objects",
  },
);

/** A client with its defaults. */
export type ClientSettings = v.InferOutput<typeof clientSchema>;

const CLIENTS = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';
const clientArray = uniqueArray(clientSchema, 'client_id', CLIENTS);
const clientResolver = objectWith<ClientResolver>(['find', 'allowsOrigin'], CLIENTS);

/** The option `clients`. */
export const clientsSchema: v.GenericSchema<unknown, readonly ClientSettings[] | ClientResolver> =
  v.lazy((clients) => (Array.isArray(clients) ? clientArray : clientResolver));

/** Parses what a {@link ClientResolver} has found. */
export function parseFoundClient(client: unknown): ClientSettings {
  return parseDocument('clients.find()', clientSchema, client);
}
