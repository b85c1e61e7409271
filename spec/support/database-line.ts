import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { isReplyTo, messageName, onMessages, replyTo } from './wire-messages';

/** What becomes of a command that a fault waits for. */
export type Fault =
  /** It waits, and everything after it on its connection, until `mend()`. */
  | 'hold'
  /** The connection is cut before the server sees it. */
  | 'drop before'
  /** The server carries it out; the connection is cut instead of the answer. */
  | 'drop after'
  /** The server never sees it; this is the answer. */
  | { readonly answer: object };

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
  /** Resolves when the next command of that name has come by. */
  passed(command: string): Promise<void>;
  /** As if the server were down: every connection is cut and new ones are refused. */
  cut(): Promise<void>;
  /** Takes new connections again, lets go what is held, and forgets the faults. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

interface ExpectedFault {
  readonly command: string;
  readonly fault: Fault;
  readonly happened: () => void;
  times: number;
}

const FIRST_HOST = /^mongodb:\/\/(?:[^@/]*@)?([^:/,?]+):?(\d+)?/;

/** Lays a line to the first host of `uri`. */
export async function openDatabaseLine(uri: string): Promise<DatabaseLine> {
  const [, host = '', port = '27017'] = FIRST_HOST.exec(uri) ?? [];
  const target = { host, port: Number(port) };
  const sockets = new Set<Socket>();
  const passing = new Map<string, () => void>();
  let faults: ExpectedFault[] = [];
  let held: (() => void)[] = [];

  function takeFault(command: string): Fault | undefined {
    const expected = faults.find((one) => one.command === command || one.command === '*');
    if (expected === undefined) {
      return undefined;
    }
    expected.times -= 1;
    if (expected.times === 0) {
      faults = faults.filter((one) => one !== expected);
    }
    expected.happened();
    return expected.fault;
  }

  function serve(driver: Socket): void {
    const server = createConnection(target);
    for (const [socket, other] of [[driver, server], [server, driver]] as const) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    let cutInstead: Buffer | undefined;

    function pass(message: Buffer): void {
      const name = messageName(message);
      const fault = takeFault(name);
      if (fault === 'hold') {
        driver.pause();
        held.push(() => {
          server.write(message);
          driver.resume();
        });
      } else if (fault === 'drop before') {
        driver.destroy();
      } else if (fault !== undefined && fault !== 'drop after') {
        driver.write(replyTo(message, fault.answer));
      } else {
        cutInstead = fault === undefined ? cutInstead : message;
        server.write(message);
        passing.get(name)?.();
      }
    }

    onMessages(driver, pass);
    onMessages(server, (message) => {
      if (cutInstead !== undefined && isReplyTo(message, cutInstead)) {
        driver.destroy();
      } else {
        driver.write(message);
      }
    });
  }

  const listener = createServer(serve);
  const listen = async (at: number) => {
    listener.listen(at, '127.0.0.1');
    await once(listener, 'listening');
  };
  await listen(0);
  const { port: own } = listener.address() as AddressInfo;

  async function cut(): Promise<void> {
    const closed = listener.listening ? once(listener, 'close') : undefined;
    listener.close();
    for (const socket of sockets) {
      socket.destroy();
    }
    await closed;
  }

  return {
    uri: lineUri(uri, own),
    cut,
    fail(command, fault, times = 1) {
      return new Promise((happened) => {
        faults.push({ command, fault, happened, times });
      });
    },
    passed(command) {
      return new Promise((resolve) => {
        passing.set(command, resolve);
      });
    },
    async mend() {
      faults = [];
      for (const go of held.splice(0)) {
        go();
      }
      if (!listener.listening) {
        await listen(own);
      }
    },
    close() {
      faults = [];
      held = [];
      return cut();
    },
  };
}

/** Through the line and nowhere else: the driver is not to ask the server for its other names. */
function lineUri(uri: string, port: number): string {
  const [, scheme, user = '', rest = ''] =
    /^(mongodb:\/\/)([^@/]*@)?[^/?]+\/?(.*)$/.exec(uri) ?? [];
  return `${scheme}${user}127.0.0.1:${port}/${rest}${rest.includes('?') ? '&' : '?'}directConnection=true`;
}
