import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { closedPort } from '../../support/ports';

export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;

export interface Redis {
  readonly url: string;
  /** Can be called several times. */
  stop(): Promise<void>;
}

/** Starts the installed `redis-server` without persistence. */
export async function startRedis(): Promise<Redis> {
  const port = await closedPort();
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) {
    if (line.includes('Ready to accept connections')) {
      break;
    }
  }
  server.stdout.resume();
  const ended = once(server, 'exit');
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      server.kill();
      await ended;
    },
  };
}
