import { type BsonDocument, fieldOf, isDocument } from '../documents/bson';
import { isNumber, numberOf } from '../documents/value-order';
import { CommandError } from '../errors';

/**
 * The fields of a command or of one of its parts, read with their types checked. A field that
 * nobody knows is refused, as MongoDB does: what it asks for would silently not happen.
 */
export class Arguments {
  constructor(
    readonly owner: string,
    readonly fields: BsonDocument,
    known: readonly string[],
  ) {
    const unknown = Object.keys(fields).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const message = `BSON field '${owner}.${unknown}' is an unknown field.`;
    throw new CommandError('IDLUnknownField', message);
  }

  document(name: string, fallback?: BsonDocument): BsonDocument {
    return this.#read(name, 'object', asDocument, fallback);
  }

  list(name: string): unknown[] {
    return this.#read(name, 'array', asList);
  }

  text(name: string): string {
    return this.#read(name, 'string', asText);
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.#read(name, 'bool', asBoolean, fallback);
  }

  integer(name: string, fallback?: number): number {
    return this.#read(name, 'int', asInteger, fallback);
  }

  /** An integer that cannot be negative. */
  amount(name: string, fallback?: number): number {
    const value = this.integer(name, fallback);
    if (value >= 0) return value;
    const message = `BSON field '${name}' value must be >= 0, actual value '${value}'`;
    throw new CommandError('BadValue', message);
  }

  #read<T>(name: string, type: string, as: (value: unknown) => T | undefined, fallback?: T): T {
    const field = fieldOf(this.fields, name) ?? undefined;
    const value = field === undefined ? fallback : as(field);
    if (value !== undefined) return value;
    const message = `BSON field '${this.owner}.${name}' must be of the type '${type}'`;
    throw new CommandError('TypeMismatch', message);
  }
}

function asDocument(value: unknown): BsonDocument | undefined {
  return isDocument(value) ? value : undefined;
}

function asList(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function asInteger(value: unknown): number | undefined {
  const number = isNumber(value) ? Number(numberOf(value)) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}
