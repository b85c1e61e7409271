import { setTimeout as wait } from 'node:timers/promises';
import type { Connection, ConnectOptions } from 'mongoose';
import { StartError } from './settings';

const RETRY_DELAY_MS = 2000;

const OPTIONS: ConnectOptions = {
  // While the server is down, a sign-up gets its 503 at once instead of waiting in a buffer.
  bufferCommands: false,
  serverSelectionTimeoutMS: 2000,
};

const PERMANENT_ERRORS = new Set(['MongoParseError', 'MongoInvalidArgumentError', 'MongoAPIError']);
const AUTHENTICATION_FAILED = 18;

/**
 * Mongoose reconnects after a lost connection, but never after a first one that failed, so the
 * first one is retried here until it succeeds or `signal` is aborted. An error that no retry can fix
 * (an invalid URI, a wrong password) rejects with a `StartError`.
 */
export async function keepConnecting(
  connection: Connection,
  uri: string,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await connection.openUri(uri, OPTIONS);
      if (attempt > 1) {
        console.log('MongoDB responds now; sign-ups are stored.');
      }
      return;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (isPermanent(error)) {
        throw new StartError(`MONGODB_URI does not work: ${error.message}`, { cause: error });
      }
      if (attempt === 1) {
        reportDown(uri);
      }
      await wait(RETRY_DELAY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The URI without user name, password and options, for the terminal. */
export function withoutSecrets(uri: string): string {
  return uri.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '');
}

function reportDown(uri: string): void {
  console.log(
    `MongoDB does not respond at ${withoutSecrets(uri)}. ` +
      `Trying again every ${RETRY_DELAY_MS / 1000} seconds; until then sign-ups get a 503.`,
  );
}

function isPermanent(error: unknown): error is Error {
  if (!(error instanceof Error)) {
    return false;
  }
  const isRefused = 'code' in error && error.code === AUTHENTICATION_FAILED;
  return isRefused || PERMANENT_ERRORS.has(error.name);
}
