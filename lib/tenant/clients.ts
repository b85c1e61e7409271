import {
  type ClientResolver,
  type ClientSettings,
  parseFoundClient,
  type ResolverOptions,
} from '../options/client';
import { everyOrigin, type OriginRule, originRule } from './allowed-origins';
import { callResolver, compileOnce, isList, isPossibleName } from './call-resolver';

/** A client with its origins compiled. */
export interface ResolvedClient {
  readonly client_id: string;
  readonly allowsOrigin: OriginRule;
}

/** What the route asks about clients, whether they are an array or looked up. */
export interface Clients {
  /** Whether a request needs a `client_id`; a resolver decides that by itself. */
  readonly clientIdRequired: boolean;
  /** Whether some client allows every origin, so that CORS need not look at a request's origin. */
  readonly allowEveryOrigin: boolean;
  find(
    client_id: string | undefined,
    options: ResolverOptions,
  ): ResolvedClient | undefined | Promise<ResolvedClient | undefined>;
  allowsOrigin(origin: string, options: ResolverOptions): boolean | Promise<boolean>;
}

/** Gives both forms of the option `clients` the same interface. */
export function createClients(clients: readonly ClientSettings[] | ClientResolver): Clients {
  return isList(clients) ? staticClients(clients) : resolverClients(clients);
}

function staticClients(list: readonly ClientSettings[]): Clients {
  const clients = new Map(list.map((settings) => [settings.client_id, compileClient(settings)]));
  const globals = list.filter((settings) => settings.global);
  const [global] = globals.length === 1 ? globals : [];
  const all = [...clients.values()];
  return {
    clientIdRequired: global === undefined,
    allowEveryOrigin: all.some((client) => client.allowsOrigin === everyOrigin),
    find: (client_id = global?.client_id) =>
      client_id === undefined ? undefined : clients.get(client_id),
    allowsOrigin: (origin) => all.some((client) => client.allowsOrigin(origin)),
  };
}

function resolverClients(resolver: ClientResolver): Clients {
  const compile = compileOnce((document) => compileClient(parseFoundClient(document)));
  return {
    clientIdRequired: false,
    allowEveryOrigin: false,
    async allowsOrigin(origin, { signal }) {
      const allowed: unknown = await callResolver(() => resolver.allowsOrigin(origin, { signal }));
      return allowed === true;
    },
    async find(client_id, { signal }) {
      if (client_id !== undefined && !isPossibleName(client_id)) {
        return undefined;
      }
      const client = await callResolver(() => resolver.find(client_id, { signal }));
      return client == null ? undefined : compile(client);
    },
  };
}

function compileClient(settings: ClientSettings): ResolvedClient {
  return { client_id: settings.client_id, allowsOrigin: originRule(settings) };
}
