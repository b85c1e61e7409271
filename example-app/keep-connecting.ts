import { setTimeout as wait } from 'node:timers/promises';

import type { Connection, ConnectOptions } from 'mongoose';

import { StartError } from './start-error';

const pause = 2000;

const options: ConnectOptions = {
  // A sign-up that meets a server that is down is told so at once instead of waiting in a buffer.
  bufferCommands: false,
  serverSelectionTimeoutMS: 2000,
};

/**
 * Mongoose connects again after a lost connection, but never after a first one that failed, so
 * that one is tried here until it succeeds or `signal` ends it. A fault that no waiting mends (a
 * URI that is none, a wrong password) rejects with a `StartError`.
 */
export async function keepConnecting(
  connection: Connection,
  uri: string,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await connection.openUri(uri, options);
      if (attempt > 1) console.log('MongoDB answers now; sign-ups are stored.');
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (isLasting(error)) throw lastingFault(error);
      if (attempt === 1) reportDown(uri);
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The URI without user name, password and options: what it leads to is enough for a terminal. */
export function withoutSecrets(uri: string): string {
  return uri.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '');
}

function reportDown(uri: string): void {
  console.log(
    `MongoDB does not answer at ${withoutSecrets(uri)}. Trying again every ${pause / 1000} seconds; ` +
      'until then sign-ups are answered with 503.',
  );
}

const lastingNames = new Set(['MongoParseError', 'MongoInvalidArgumentError', 'MongoAPIError']);
const authenticationFailed = 18;

function isLasting(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const refused = 'code' in error && error.code === authenticationFailed;
  return refused || lastingNames.has(error.name);
}

function lastingFault(error: Error): StartError {
  return new StartError(`MONGODB_URI does not work: ${error.message}`, { cause: error });
}
