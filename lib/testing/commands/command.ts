import { CommandError } from '../command-error';
import { type BsonDocument, fieldOf, isDocument, isNumber, numberOf } from '../documents/bson';
import type { Store } from '../storage/store';
import type { Cursors } from './cursors';

/** Shared by all connections. */
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
  /** The names of its arguments, besides its own name and those that every command has. */
  readonly args: readonly string[] | 'any';
  /** Returns the fields of the reply besides `ok`. */
  run(call: Call): BsonDocument;
}

/** The arguments of a command, or of a part of it, read with type checks. Unknown ones throw. */
export class Arguments {
  constructor(
    readonly owner: string,
    readonly fields: BsonDocument,
    known: readonly string[],
  ) {
    const unknown = Object.keys(fields).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      const message = `BSON field '${owner}.${unknown}' is an unknown field.`;
      throw new CommandError('IDLUnknownField', message);
    }
  }

  document(name: string, fallback?: BsonDocument): BsonDocument {
    return this.#read(name, 'object', isDocument, fallback);
  }

  list(name: string): unknown[] {
    return this.#read(name, 'array', Array.isArray);
  }

  documents(name: string): BsonDocument[] {
    const list = this.list(name);
    if (list.length > 0 && list.every(isDocument)) {
      return list;
    }
    throw this.#typeError(name, 'nonempty array of documents');
  }

  text(name: string): string {
    return this.#read(name, 'string', (value) => typeof value === 'string');
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.#read(name, 'bool', (value) => typeof value === 'boolean', fallback);
  }

  /** An integer from 0 on. */
  amount(name: string, fallback?: number): number {
    const field = fieldOf(this.fields, name);
    const value = isNumber(field) ? Number(numberOf(field)) : (field ?? fallback);
    if (!Number.isSafeInteger(value)) {
      throw this.#typeError(name, 'int');
    }
    if ((value as number) < 0) {
      const message = `BSON field '${name}' value must be >= 0, actual value '${value}'`;
      throw new CommandError('BadValue', message);
    }
    return value as number;
  }

  #read<T>(name: string, type: string, is: (value: unknown) => value is T, fallback?: T): T {
    const value = fieldOf(this.fields, name) ?? fallback;
    if (is(value)) {
      return value;
    }
    throw this.#typeError(name, type);
  }

  #typeError(name: string, type: string): CommandError {
    const message = `BSON field '${this.owner}.${name}' must be of the type '${type}'`;
    return new CommandError('TypeMismatch', message);
  }
}

/** `database.collection`; the collection is the value of the command's own name. */
export function namespaceOf({ name, database, args }: Call): string {
  const collection = args.text(name);
  if (/^[^\0/\\. "$]+$/.test(database) && /^(?!\.)[^\0$]+$/.test(collection)) {
    return `${database}.${collection}`;
  }
  const message = `Invalid namespace specified '${database}.${collection}'`;
  throw new CommandError('InvalidNamespace', message);
}
