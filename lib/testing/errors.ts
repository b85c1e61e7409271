import type { BsonDocument } from './documents/bson';

/** MongoDB's own numbers and names, so that drivers and their users recognise what they get. */
const codes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  NotSingleValueField: 54,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  ShutdownInProgress: 91,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  NotImplemented: 238,
  UnsupportedOpQueryCommand: 352,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  Location31249: 31249,
  Location31253: 31253,
  Location31254: 31254,
  Location40324: 40324,
  IDLUnknownField: 40415,
  Location40571: 40571,
} as const;

/** A refusal that the client is told of. Everything else that is thrown is a fault of this server. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;

  constructor(
    readonly codeName: keyof typeof codes,
    message: string,
    readonly details: BsonDocument = {},
  ) {
    super(message);
    this.code = codes[codeName];
  }
}

/** As an element of `writeErrors`, or with `ok: 0` around it the answer of a whole command. */
export function errorFields(error: unknown): BsonDocument {
  const known = asCommandError(error);
  return { code: known.code, errmsg: known.message, ...known.details };
}

export function errorReply(error: unknown): BsonDocument {
  return { ok: 0, codeName: asCommandError(error).codeName, ...errorFields(error) };
}

function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  return new CommandError('InternalError', error instanceof Error ? error.message : String(error));
}
