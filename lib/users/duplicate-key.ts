/** The server's code for a value that a unique index has already. */
export const DUPLICATE_KEY = 11000;

// Deep enough for wrapped errors; an error may be its own cause.
const MAX_CAUSES = 5;

interface PossibleDuplicate {
  readonly code?: unknown;
  readonly keyPattern?: object;
  /** The errors of a Mongoose `ValidationError` by path. */
  readonly errors?: Readonly<Record<string, { readonly kind?: unknown } | undefined>>;
  readonly cause?: unknown;
}

/**
 * The fields of the unique index that refused an insert, as the error or one of its causes names
 * them: the server's error, or the `ValidationError` that plugins make of it. Empty if the server
 * does not name them, as some servers that are compatible with MongoDB; `undefined` if the error has
 * another reason.
 */
export function duplicateFields(error: unknown): readonly string[] | undefined {
  let cause = error;
  for (let depth = 0; depth < MAX_CAUSES && isObject(cause); depth += 1) {
    const fields = fieldsOf(cause);
    if (fields !== undefined) {
      return fields;
    }
    cause = cause.cause;
  }
  return undefined;
}

function isObject(value: unknown): value is PossibleDuplicate {
  return typeof value === 'object' && value !== null;
}

function fieldsOf({ code, keyPattern = {}, errors }: PossibleDuplicate) {
  if (code === DUPLICATE_KEY) {
    return Object.keys(keyPattern);
  }
  const invalid = isObject(errors) ? Object.entries(errors) : [];
  const duplicates = invalid.filter(([, reason]) => reason?.kind === 'unique');
  return duplicates.length === 0 ? undefined : duplicates.map(([path]) => path);
}

/** A field that must be unique, within its connection at least. */
export type UniqueField = 'email' | 'username';

/**
 * The field that is taken, if the index is one of it alone or of it and the connection.
 */
export function takenField(duplicate: readonly string[]): UniqueField | undefined {
  const [field, ...others] = duplicate.filter((one) => one !== 'connection');
  return others.length === 0 && (field === 'email' || field === 'username') ? field : undefined;
}

/** Whether only a look-up shows that address or username is taken. */
export function needsLookUp(duplicate: readonly string[]): boolean {
  return duplicate.length === 0 || duplicate.includes('email') || duplicate.includes('username');
}
