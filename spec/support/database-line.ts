import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { type FailPoint, FailPoints } from './fail-points';
import { LineConnection } from './line-connection';
import { closedPort } from './ports';
import { type Topology, TopologySimulator } from './topology';

/** A TCP proxy between the driver and the server that makes commands fail on request. */
export interface DatabaseLine {
  readonly uri: string;
  /**
   * Sets a fail point for the next `times` commands of that name (`*`: of any name); by default for
   * one. Resolves when the first of them has met it.
   */
  fail(command: string, failPoint: FailPoint, times?: number): Promise<void>;
  /** Simulates a server that is down: drops every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Accepts connections again, releases what is held and clears the fail points. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a line to the first host of `uri`, which then appears as a server of `topology`. */
export async function openDatabaseLine(uri: string, topology?: Topology): Promise<DatabaseLine> {
  const failPoints = new FailPoints();
  const simulator = new TopologySimulator(topology);
  const connections = new Set<LineConnection>();
  const listener = createServer((driver) => {
    const server = createConnection(firstHost(uri));
    const connection = new LineConnection(driver, server, failPoints, simulator.connect());
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
    // Idle connections first: a polling driver sends on them as soon as the others close, and on a
    // closing socket it waits forever (mongodb 7.8, for a "drain" that never comes).
    const idleConnections = () => [...connections].filter(({ isIdle }) => isIdle);
    for (let idle = idleConnections(); idle.length > 0; idle = idleConnections()) {
      await Promise.all(idle.map((connection) => connection.end()));
    }
    for (const connection of connections) {
      connection.destroy();
    }
    await closed;
  }

  return {
    uri: lineUri(uri, port),
    fail: (command, failPoint, times = 1) => failPoints.set(command, failPoint, times),
    cut,
    async restore() {
      failPoints.clear();
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

/** `directConnection` keeps the driver from connecting to the server past the line. */
function lineUri(uri: string, port: number): string {
  const [, user = '', database = '', options] =
    /^mongodb:\/\/([^@/]*@)?[^/?]+\/?([^?]*)\??(.*)$/.exec(uri) ?? [];
  const query = options ? `${options}&directConnection=true` : 'directConnection=true';
  return `mongodb://${user}127.0.0.1:${port}/${database}?${query}`;
}
