type Fields = Readonly<Record<string, unknown>>;

/** MongoDB's own codes and names, which drivers and their users know. */
const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
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

/** An error for the client. Any other error that a command throws is an InternalError to it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: number;

  constructor(
    readonly codeName: keyof typeof CODES,
    message: string,
    readonly details: Fields = {},
  ) {
    super(message);
    this.code = CODES[codeName];
  }
}

/** The fields of one element of `writeErrors`. */
export function errorFields(error: unknown): Fields {
  const { code, message, details } = asCommandError(error);
  return { code, errmsg: message, ...details };
}

/** The reply to a command that failed as a whole. */
export function errorReply(error: unknown): Fields {
  return { ok: 0, codeName: asCommandError(error).codeName, ...errorFields(error) };
}

function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) {
    return error;
  }
  return new CommandError('InternalError', (error as Error).message);
}
