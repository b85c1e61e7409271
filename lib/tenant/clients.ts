import { invalidOption } from '../options/invalid-option';
import { checkBoolean, checkName, checkObject } from '../options/option-checks';
import { everyOrigin, type OriginRule, originRule } from './allowed-origins';
import { callResolver, isPossibleName } from './call-resolver';
import type { Client } from './client';

/** What a directory gets besides its question. */
export interface ResolverOptions {
  /** Aborted when the request's time is over or its sender has gone. */
  readonly signal: AbortSignal;
}

/**
 * The host's own source of clients, for tenants that live in a database. What it throws becomes a
 * 503; a `TemporarilyUnavailableError` is passed on as it is.
 */
export interface ClientResolver {
  /** The client of that ID, `undefined` or `null` for none; the global one for `undefined`. */
  find(
    client_id: string | undefined,
    options: ResolverOptions,
  ): Client | null | undefined | Promise<Client | null | undefined>;
  /** Whether any client allows `origin`: preflights name no client. */
  allowsOrigin(origin: string, options: ResolverOptions): boolean | Promise<boolean>;
}

/** A client that has been checked, with its origins ready to ask. */
export interface ResolvedClient {
  readonly client_id: string;
  readonly allowsOrigin: OriginRule;
}

/** What the route asks about clients, whoever answers. */
export interface Clients {
  /** Whether a request may come without `client_id`; a host's directory decides by itself. */
  readonly clientIdRequired: boolean;
  /** Whether every origin is allowed by some client, so that no request needs to be asked for its. */
  readonly allowEveryOrigin: boolean;
  find(
    client_id: string | undefined,
    options: ResolverOptions,
  ): ResolvedClient | undefined | Promise<ResolvedClient | undefined>;
  allowsOrigin(origin: string, options: ResolverOptions): boolean | Promise<boolean>;
}

/** Checks the option `clients` and makes both of its forms one. */
export function createClients(clients: unknown): Clients {
  return Array.isArray(clients) ? staticClients(clients) : resolverClients(clients);
}

function staticClients(list: readonly unknown[]): Clients {
  const clients = new Map<string, ResolvedClient>();
  const globals: ResolvedClient[] = [];
  for (const [index, item] of list.entries()) {
    const client = resolveClient(item, `clients[${index}]`);
    if (clients.has(client.client_id)) {
      throw invalidOption(`clients[${index}].client_id`, client.client_id, 'it stands there twice');
    }
    clients.set(client.client_id, client);
    if ((item as Client).global === true) {
      globals.push(client);
    }
  }
  const global = globals.length === 1 ? globals[0] : undefined;
  const all = [...clients.values()];
  return {
    clientIdRequired: global === undefined,
    allowEveryOrigin: all.some((client) => client.allowsOrigin === everyOrigin),
    find: (client_id) => (client_id === undefined ? global : clients.get(client_id)),
    allowsOrigin: (origin) => all.some((client) => client.allowsOrigin(origin)),
  };
}

function resolverClients(directory: unknown): Clients {
  const advice = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';
  const given = checkObject('clients', directory, advice);
  for (const method of ['find', 'allowsOrigin']) {
    if (typeof given[method] !== 'function') {
      throw invalidOption(`clients.${method}`, given[method], advice);
    }
  }
  const host = directory as ClientResolver;
  return {
    clientIdRequired: false,
    allowEveryOrigin: false,
    allowsOrigin: (origin, { signal }) => callResolver(() => host.allowsOrigin(origin, { signal })),
    async find(client_id, { signal }) {
      if (client_id !== undefined && !isPossibleName(client_id)) {
        return undefined;
      }
      const client = await callResolver(() => host.find(client_id, { signal }));
      return client == null ? undefined : resolveClient(client, 'clients.find()');
    },
  };
}

function resolveClient(item: unknown, path: string): ResolvedClient {
  const client = checkObject(path, item, "write an Auth0 client, such as { client_id: 'my-app' }");
  checkBoolean(`${path}.global`, client.global ?? false);
  return {
    client_id: checkName(`${path}.client_id`, client.client_id),
    allowsOrigin: originRule(client as Client, path),
  };
}
