/**
 * Whether `error` means that the store is down, slow or full, and not that the request or the program
 * is wrong. Decided by class names and codes, never by messages. Network errors may also be plain
 * `Error`s with the name of the system call.
 *
 * Source: https://github.com/mongodb/specifications, "Server Discovery and Monitoring" and
 * "Retryable Writes", for the codes of the server.
 */
export function isTransientError(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  if (error.name === 'MongoServerError') {
    const { code } = error as { code?: unknown };
    // A permanent refusal has a code; an error without one is a malformed reply.
    return typeof code !== 'number' || TRANSIENT_CODES.has(code) || isOverload(error);
  }
  return TRANSIENT_NAMES.has(error.name) || isSystemError(error);
}

const TRANSIENT_NAMES = new Set([
  'MongoClientClosedError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoServerSelectionError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  // Written, but not acknowledged by as many members as required.
  'MongoWriteConcernError',
  'MongoStalePrimaryError',
  'PoolClearedOnNetworkError',
  // A malformed reply.
  'BSONOffsetError',
  'MongoParseError',
  'MongoRuntimeError',
  'MongoUnexpectedServerResponseError',
  'MongooseServerSelectionError',
  // Mongoose's own name for "not connected", buffering or not.
  'MongooseError',
]);

const TRANSIENT_CODES = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  50, // MaxTimeMSExpired
  64, // WriteConcernTimeout
  89, // NetworkTimeout
  91, // ShutdownInProgress
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10058, // LegacyNotPrimary
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  14031, // OutOfDiskSpace
]);

// The label covers a growing set of codes.
function isOverload(error: Error): boolean {
  const { errorLabels } = error as { errorLabels?: unknown };
  return Array.isArray(errorLabels) && errorLabels.includes('SystemOverloadedError');
}

function isSystemError(error: Error): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
