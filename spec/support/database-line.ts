import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { messageId, messageName, onMessages, repliedTo, replyTo } from './wire-messages';

/** What becomes of a command that a fault waits for. */
export type Fault =
  /** It waits, and everything after it on its connection, until `mend()`. */
  | 'hold'
  /** The connection is cut before the server sees it. */
  | 'drop before'
  /** The server carries it out; the connection is cut instead of the answer. */
  | 'drop after'
  /** The server never sees it; this is the answer. */
  | { readonly answer: object }
  /** The server carries it out; this is the answer. */
  | { readonly afterwards: object };

/**
 * A TCP line between the driver and the server, with faults at will. Without any it is as good as
 * none.
 */
export interface DatabaseLine {
  readonly uri: string;
  /**
   * The fault happens to the next command of that name (`*`: of any name), and to as many of them
   * as `times` says. Resolves when it happens first.
   */
  fail(command: string, fault: Fault, times?: number): Promise<void>;
  /** As if the server were down: every connection is cut and new ones are refused. */
  cut(): Promise<void>;
  /** Takes new connections again, lets go what is held, and forgets the faults. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Lays a line to the first host of `uri`. */
export async function openDatabaseLine(uri: string): Promise<DatabaseLine> {
  const faults = new ExpectedFaults();
  const sockets = new Set<Socket>();
  const listener = createServer((driver) => {
    const server = createConnection(firstHost(uri));
    for (const socket of [driver, server]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
    join(driver, server, faults);
  });
  const listen = async (port: number) => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  };
  const port = await listen(0);

  async function cut(): Promise<void> {
    const closed = listener.listening ? once(listener, 'close') : undefined;
    listener.close();
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  }

  return {
    uri: lineUri(uri, port),
    fail: (command, fault, times = 1) => faults.expect(command, fault, times),
    cut,
    async mend() {
      faults.forget();
      if (!listener.listening) {
        await listen(port);
      }
    },
    close: cut,
  };
}

/** Passes messages on between the driver and the server, unless a fault is due. */
function join(driver: Socket, server: Socket, faults: ExpectedFaults): void {
  const insteadOfReply = new Map<number, () => void>();

  onMessages(driver, (message) => {
    const fault = faults.take(messageName(message));
    if (fault === 'hold') {
      driver.pause();
      faults.onForget(() => {
        server.write(message);
        driver.resume();
      });
    } else if (fault === 'drop before') {
      driver.destroy();
    } else if (fault === undefined) {
      server.write(message);
    } else if (fault === 'drop after') {
      insteadOfReply.set(messageId(message), () => driver.destroy());
      server.write(message);
    } else if ('answer' in fault) {
      driver.write(replyTo(message, fault.answer));
    } else {
      const reply = replyTo(message, fault.afterwards);
      insteadOfReply.set(messageId(message), () => driver.write(reply));
      server.write(message);
    }
  });
  onMessages(server, (message) => {
    const instead = insteadOfReply.get(repliedTo(message));
    if (instead === undefined) {
      driver.write(message);
    } else {
      instead();
    }
  });
  for (const [socket, other] of [[driver, server] as const, [server, driver] as const]) {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => other.destroy());
  }
}

/** The faults that are still to happen, and what waits for their end. */
class ExpectedFaults {
  #expected: { command: string; fault: Fault; times: number; happens: () => void }[] = [];
  #held: (() => void)[] = [];

  expect(command: string, fault: Fault, times: number): Promise<void> {
    return new Promise((happens) => {
      this.#expected.push({ command, fault, times, happens });
    });
  }

  take(command: string): Fault | undefined {
    const next = this.#expected.find((one) => one.command === command || one.command === '*');
    if (next !== undefined) {
      next.times -= 1;
      this.#expected = this.#expected.filter(({ times }) => times > 0);
      next.happens();
    }
    return next?.fault;
  }

  onForget(go: () => void): void {
    this.#held.push(go);
  }

  forget(): void {
    this.#expected = [];
    for (const go of this.#held.splice(0)) {
      go();
    }
  }
}

function firstHost(uri: string): { host: string; port: number } {
  const [, host = '', port = '27017'] =
    /^mongodb:\/\/(?:[^@/]*@)?([^:/,?]+)(?::(\d+))?/.exec(uri) ?? [];
  return { host, port: Number(port) };
}

/** Through the line and nowhere else: the driver is not to ask the server for its other names. */
function lineUri(uri: string, port: number): string {
  const [, user = '', database = '', options] =
    /^mongodb:\/\/([^@/]*@)?[^/?]+\/?([^?]*)\??(.*)$/.exec(uri) ?? [];
  const query = options ? `${options}&directConnection=true` : 'directConnection=true';
  return `mongodb://${user}127.0.0.1:${port}/${database}?${query}`;
}
