import { checkBoolean, checkName, checkObject } from '../checks/option-checks';
import { wrongOption } from '../checks/wrong-option';
import { everyOrigin, type OriginRule, originRule } from './allowed-origins';
import { askHost, isPossibleName } from './ask-host';
import type { Client } from './client';

/** What a directory gets besides its question. */
export interface LookUpOptions {
  /** Aborted when the request's time is over or its sender has gone. */
  readonly signal: AbortSignal;
}

/**
 * The host's own source of clients, for tenants that live in a database. What it throws becomes a
 * 503; a `TemporarilyUnavailableError` is passed on as it is.
 */
export interface ClientDirectory {
  /** The client of that ID, `undefined` or `null` for none; the global one for `undefined`. */
  find(
    client_id: string | undefined,
    options: LookUpOptions,
  ): Client | null | undefined | Promise<Client | null | undefined>;
  /** Whether any client allows `origin`: preflights name no client. */
  allowsOrigin(origin: string, options: LookUpOptions): boolean | Promise<boolean>;
}

/** A client that has been checked, with its origins ready to ask. */
export interface KnownClient {
  readonly client_id: string;
  readonly allowsOrigin: OriginRule;
}

/** What the route asks about clients, whoever answers. */
export interface KnownClients {
  /** Whether a request may come without `client_id`; a host's directory decides by itself. */
  readonly clientIdRequired: boolean;
  /** Whether every origin is allowed by some client, so that no request needs to be asked for its. */
  readonly allowEveryOrigin: boolean;
  find(
    client_id: string | undefined,
    options: LookUpOptions,
  ): KnownClient | undefined | Promise<KnownClient | undefined>;
  allowsOrigin(origin: string, options: LookUpOptions): boolean | Promise<boolean>;
}

/** Checks the option `clients` and makes both of its forms one. */
export function knownClients(clients: unknown): KnownClients {
  return Array.isArray(clients) ? listedClients(clients) : hostClients(clients);
}

function listedClients(list: readonly unknown[]): KnownClients {
  const clients = new Map<string, KnownClient>();
  const globals: KnownClient[] = [];
  for (const [index, item] of list.entries()) {
    const client = knownClient(item, `clients[${index}]`);
    if (clients.has(client.client_id)) {
      throw wrongOption(`clients[${index}].client_id`, client.client_id, 'it stands there twice');
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

function hostClients(directory: unknown): KnownClients {
  const advice = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';
  const given = checkObject('clients', directory, advice);
  for (const method of ['find', 'allowsOrigin']) {
    if (typeof given[method] !== 'function') {
      throw wrongOption(`clients.${method}`, given[method], advice);
    }
  }
  const host = directory as ClientDirectory;
  return {
    clientIdRequired: false,
    allowEveryOrigin: false,
    allowsOrigin: (origin, { signal }) => askHost(() => host.allowsOrigin(origin, { signal })),
    async find(client_id, { signal }) {
      if (client_id !== undefined && !isPossibleName(client_id)) {
        return undefined;
      }
      const client = await askHost(() => host.find(client_id, { signal }));
      return client == null ? undefined : knownClient(client, 'clients.find()');
    },
  };
}

function knownClient(item: unknown, path: string): KnownClient {
  const client = checkObject(path, item, "write an Auth0 client, such as { client_id: 'my-app' }");
  checkBoolean(`${path}.global`, client.global ?? false);
  return {
    client_id: checkName(`${path}.client_id`, client.client_id),
    allowsOrigin: originRule(client as Client, path),
  };
}
