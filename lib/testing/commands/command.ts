import type { BsonDocument } from '../documents/bson';
import type { Store } from '../storage/store';
import type { Arguments } from './arguments';
import type { Cursors } from './cursors';

/** What all connections share. */
export interface Context {
  readonly store: Store;
  readonly cursors: Cursors;
}

export interface Call extends Context {
  readonly name: string;
  readonly database: string;
  readonly args: Arguments;
}

export interface Command {
  /** The arguments that it understands, besides its own name and those of every command. */
  readonly knows: readonly string[] | 'anything';
  /** The fields of the answer besides `ok`. */
  run(call: Call): BsonDocument | Promise<BsonDocument>;
}
