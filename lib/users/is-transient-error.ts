/**
 * Whether `error` says that the store is down, slow or full rather than that the request or the
 * program is wrong. Decided by class names and codes, never by messages; faults of the network come
 * as plain `Error`s too, with the code of the system call.
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
    // A server that refuses for good says why; one that does not has sent nonsense.
    return typeof code !== 'number' || TRANSIENT_CODES.has(code) || isOverload(error);
  }
  return DRIVER_FAULTS.has(error.name) || isSystemFault(error);
}

const DRIVER_FAULTS = new Set([
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
  // Written, but not by as many members as asked for.
  'MongoWriteConcernError',
  'MongoStalePrimaryError',
  'PoolClearedOnNetworkError',
  // An answer that makes no sense.
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

// The label stands for a growing set of codes.
function isOverload(error: Error): boolean {
  const { errorLabels } = error as { errorLabels?: unknown };
  return Array.isArray(errorLabels) && errorLabels.includes('SystemOverloadedError');
}

function isSystemFault(error: Error): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
