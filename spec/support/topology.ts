import {
  documentOf,
  messageId,
  messageName,
  repliedTo,
  replyTo,
  type WireDocument,
  withDocument,
} from './wire-messages';

/** What a server says that it is, and what a driver goes by when it decides to try again. */
export type Topology = 'standalone' | 'replica set';

/** Stands between one connection of the driver and the server, and changes what each hears. */
export interface Pretence {
  /** What the server gets, or the answer if it need not be asked. */
  request(message: Buffer): { readonly message: Buffer } | { readonly reply: Buffer };
  reply(message: Buffer): Buffer;
}

/** What every connection of a line has in common. */
export class Pretences {
  readonly #topology: Topology | undefined;
  // A member of a replica set knows what it has written, and writes nothing twice.
  readonly #written = new Map<string, WireDocument>();

  /** Without `topology` the server is what it is. */
  constructor(topology: Topology | undefined) {
    this.#topology = topology;
  }

  connect(): Pretence {
    const hellos = new Set<number>();
    const writes = new Map<number, string>();
    const written = this.#written;
    const topology = this.#topology;
    let isPretended = false;

    return {
      request(message) {
        if (HELLOS.has(messageName(message))) {
          hellos.add(messageId(message));
        }
        if (!isPretended || topology === 'standalone') {
          return { message };
        }
        const { txnNumber, ...command } = documentOf(message);
        if (txnNumber === undefined) {
          return { message };
        }
        const write = JSON.stringify([command.lsid, txnNumber]);
        const before = written.get(write);
        if (before !== undefined) {
          return { reply: replyTo(message, before) };
        }
        writes.set(messageId(message), write);
        return { message: withDocument(message, command) };
      },

      reply(message) {
        if (topology !== undefined && hellos.delete(repliedTo(message))) {
          const hello = documentOf(message);
          isPretended ||= topologyOf(hello) !== topology;
          return isPretended ? withDocument(message, HELLO[topology](hello)) : message;
        }
        const write = writes.get(repliedTo(message));
        if (write !== undefined && !isRefused(documentOf(message))) {
          written.set(write, documentOf(message));
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
    setName: 'pretended',
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
