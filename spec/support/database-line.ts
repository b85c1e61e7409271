import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { ExpectedFaults, type Fault } from './expected-faults';
import { LineConnection } from './line-connection';
import { closedPort } from './ports';
import { Pretences, type Topology } from './topology';

/**
 * A TCP line between the driver and the server, with faults at will. Without any it is as good as
 * none.
 */
export interface DatabaseLine {
  readonly uri: string;
  /**
   * The fault happens to the next command of that name (`*`: of any name), and to as many of them
   * as `times` says. Resolves when it has happened first.
   */
  fail(command: string, fault: Fault, times?: number): Promise<void>;
  /** As if the server were down: every connection is cut and new ones are refused. */
  cut(): Promise<void>;
  /** Takes new connections again, lets go what is held, and forgets the faults. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Lays a line to the first host of `uri`, which may look like another kind of server from here. */
export async function openDatabaseLine(uri: string, topology?: Topology): Promise<DatabaseLine> {
  const faults = new ExpectedFaults();
  const pretences = new Pretences(topology);
  const connections = new Set<LineConnection>();
  const listener = createServer((driver) => {
    const server = createConnection(firstHost(uri));
    const connection = new LineConnection(driver, server, faults, pretences.connect());
    connections.add(connection);
    driver.once('close', () => connections.delete(connection));
  });
  const port = await closedPort();
  const listen = async () => {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  };
  await listen();

  async function cut(): Promise<void> {
    const closed = listener.listening ? once(listener, 'close') : undefined;
    listener.close();
    // Idle ones first: a driver that polls asks on them as soon as it sees the others go, and on a
    // socket that is just closing it waits for ever (mongodb 7.8, for a "drain" that never comes).
    const idle = [...connections].filter(({ isIdle }) => isIdle);
    await Promise.all(idle.map((connection) => connection.end()));
    for (const connection of connections) {
      connection.destroy();
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
        await listen();
      }
    },
    close: cut,
  };
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
