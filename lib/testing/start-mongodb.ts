import { answer } from './commands/answer';
import { Cursors } from './commands/cursors';
import { lockFile } from './storage/file-lock';
import { Store } from './storage/store';
import { listen } from './wire/server';

export interface MongoDBServer {
  /** For Mongoose, or any other MongoDB driver on this machine. */
  readonly uri: string;
  readonly port: number;
  /** Ends the connections and leaves a complete data file. May be called more than once. */
  close(): Promise<void>;
}

export interface MongoDBServerOptions {
  /** Where the data is kept; without it, in memory only. */
  readonly file?: string;
  /** By default one that is free. */
  readonly port?: number;
}

/**
 * A small MongoDB for trial and tests: the real drivers connect to it, on this machine only, and
 * nothing has to be installed. It knows the commands that such an app needs, and says so honestly
 * when it is asked for more.
 *
 * A message comes in through `wire/`, is answered by `commands/`, which work on what `storage/`
 * keeps; what filters, sorts and updates mean for a document is in `documents/`.
 */
export async function startMongoDB({
  file,
  port = 0,
}: MongoDBServerOptions = {}): Promise<MongoDBServer> {
  const unlock = file === undefined ? () => undefined : lockFile(file);
  try {
    const store = await Store.open(file);
    const context = { store, cursors: new Cursors() };
    const server = await listen(port, (frame) => answer(context, frame));
    const end = async () => {
      await server.close();
      await store.close().finally(unlock);
    };
    let closing: Promise<void> | undefined;
    return {
      uri: `mongodb://127.0.0.1:${server.port}/example-app`,
      port: server.port,
      close() {
        closing ??= end();
        return closing;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
