import {
  documentOf,
  messageId,
  messageName,
  repliedTo,
  replyTo,
  type WireDocument,
  withDocument,
} from './wire-messages';

/** How a server describes itself; drivers retry writes on replica sets only. */
export type Topology = 'standalone' | 'replica set';

/** Rewrites the messages of one connection in both directions. */
export interface SimulatedConnection {
  /** The message for the server, or a reply that needs no server. */
  request(message: Buffer): { readonly message: Buffer } | { readonly reply: Buffer };
  reply(message: Buffer): Buffer;
}

/** Makes a server look like another topology; shared by all connections of a line. */
export class TopologySimulator {
  readonly #topology: Topology | undefined;
  // A member of a replica set remembers its writes and executes none of them twice.
  readonly #executed = new Map<string, WireDocument>();

  /** Without a `topology` the server appears as it is. */
  constructor(topology: Topology | undefined) {
    this.#topology = topology;
  }

  connect(): SimulatedConnection {
    const hellos = new Set<number>();
    const writes = new Map<number, string>();
    const executed = this.#executed;
    const topology = this.#topology;
    let isSimulated = false;

    return {
      request(message) {
        if (HELLOS.has(messageName(message))) {
          hellos.add(messageId(message));
        }
        if (!isSimulated || topology === 'standalone') {
          return { message };
        }
        const { txnNumber, ...command } = documentOf(message);
        if (txnNumber === undefined) {
          return { message };
        }
        const write = JSON.stringify([command.lsid, txnNumber]);
        const earlierReply = executed.get(write);
        if (earlierReply !== undefined) {
          return { reply: replyTo(message, earlierReply) };
        }
        writes.set(messageId(message), write);
        return { message: withDocument(message, command) };
      },

      reply(message) {
        if (topology !== undefined && hellos.delete(repliedTo(message))) {
          const hello = documentOf(message);
          isSimulated ||= topologyOf(hello) !== topology;
          return isSimulated ? withDocument(message, HELLO[topology](hello)) : message;
        }
        const write = writes.get(repliedTo(message));
        if (write !== undefined && !isRefused(documentOf(message))) {
          executed.set(write, documentOf(message));
        }
        return message;
      },
    };
  }
}

const HELLOS = new Set(['hello', 'isMaster', 'ismaster']);

function topologyOf({ setName }: WireDocument): Topology {
  return setName === undefined ? 'standalone' : 'replica set';
}

const HELLO: Record<Topology, (hello: WireDocument) => WireDocument> = {
  standalone({ setName, setVersion, hosts, primary, me, electionId, lastWrite, ...hello }) {
    return hello;
  },
  'replica set': (hello) => ({
    ...hello,
    setName: 'simulated',
    setVersion: 1,
    hosts: ['127.0.0.1'],
    primary: '127.0.0.1',
    me: '127.0.0.1',
    secondary: false,
    logicalSessionTimeoutMinutes: 30,
  }),
};

function isRefused({ ok, writeErrors }: WireDocument): boolean {
  return Number(ok) !== 1 || writeErrors !== undefined;
}
