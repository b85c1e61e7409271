import mongoose from 'mongoose';
import { isTransientError } from '../../lib/users/is-transient-error';

const { mongo } = mongoose;

/** A table of errors, each under its name. */
const named = (...errors: Error[]) => errors.map((one) => [one.name, one] as const);

/** An error as the driver names it, whose class it does not export. */
const error = (name: string) => Object.assign(new Error('down'), { name });

describe('isTransientError() is true for', () => {
  it.each(
    named(
      new mongo.MongoNetworkError('reset'),
      new mongo.MongoNetworkTimeoutError('timed out'),
      new mongo.MongoNotConnectedError('not connected'),
      new mongo.MongoServerClosedError(),
      new mongo.MongoTopologyClosedError(),
      new mongo.MongoClientClosedError(),
      new mongo.MongoOperationTimeoutError('timed out'),
      new mongo.MongoServerSelectionError('nobody', {} as never),
      new mongoose.Error.MongooseServerSelectionError('nobody'),
      new mongoose.Error('Operation `users.insertOne()` buffering timed out after 10000ms'),
    ),
  )('an error of the driver or of Mongoose: %s', (_name, given) => {
    expect(isTransientError(given)).toBe(true);
  });

  it.each([
    'MongoPoolClearedError',
    'PoolClearedOnNetworkError',
    'MongoPoolClosedError',
    'MongoWaitQueueTimeoutError',
    'MongoStalePrimaryError',
  ])('an error of the driver: %s', (name) => {
    expect(isTransientError(error(name))).toBe(true);
  });

  it.each(
    named(
      new mongo.MongoParseError('Message size cannot be negative: -1'),
      new mongo.MongoRuntimeError('OP_MSG Payload Type 1 detected unsupported protocol'),
      new mongo.MongoUnexpectedServerResponseError('field is missing'),
      new mongo.BSON.BSONOffsetError('size does not match', 0),
      new mongo.MongoServerError({ errmsg: 'no code at all' }),
      new mongo.MongoServerError({ code: '10107', errmsg: 'a code as text' }),
    ),
  )('a malformed reply: %s', (_name, given) => {
    expect(isTransientError(given)).toBe(true);
  });

  it.each([64, 79, 100, undefined])('a write that too few members have, code %s', (code) => {
    const writeConcernError = { code, errmsg: 'waiting for replication timed out' };

    const given = new mongo.MongoWriteConcernError({ ok: 1, writeConcernError } as never);
    expect(isTransientError(given)).toBe(true);
  });

  it.each([
    [6, 'HostUnreachable'],
    [7, 'HostNotFound'],
    [50, 'MaxTimeMSExpired'],
    [64, 'WriteConcernTimeout'],
    [89, 'NetworkTimeout'],
    [91, 'ShutdownInProgress'],
    [134, 'ReadConcernMajorityNotAvailableYet'],
    [189, 'PrimarySteppedDown'],
    [262, 'ExceededTimeLimit'],
    [9001, 'SocketException'],
    [10058, 'LegacyNotPrimary'],
    [10107, 'NotWritablePrimary'],
    [11600, 'InterruptedAtShutdown'],
    [11602, 'InterruptedDueToReplStateChange'],
    [13435, 'NotPrimaryNoSecondaryOk'],
    [13436, 'NotPrimaryOrSecondary'],
    [14031, 'OutOfDiskSpace'],
  ])('the code %i of the server, %s', (code, codeName) => {
    expect(isTransientError(new mongo.MongoServerError({ code, codeName, errmsg: 'down' }))).toBe(
      true,
    );
  });

  it('the label of an overloaded server, whatever its code', () => {
    const errorLabels = ['SystemOverloadedError', 'RetryableError'];

    expect(
      isTransientError(new mongo.MongoServerError({ code: 462, errmsg: 'later', errorLabels })),
    ).toBe(true);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EMFILE'])(
    'the code %s of the system',
    (code) => {
      expect(isTransientError(Object.assign(new Error('write'), { code, syscall: 'write' }))).toBe(
        true,
      );
    },
  );
});

describe('isTransientError() is false for', () => {
  it.each([
    [11000, 'DuplicateKey'],
    [2, 'BadValue'],
    [9, 'FailedToParse'],
    [13, 'Unauthorized'],
    [18, 'AuthenticationFailed'],
    [26, 'NamespaceNotFound'],
    [59, 'CommandNotFound'],
    [72, 'InvalidOptions'],
    [85, 'IndexOptionsConflict'],
    [86, 'IndexKeySpecsConflict'],
    [121, 'DocumentValidationFailure'],
  ])('the code %i of the server, %s', (code, codeName) => {
    expect(isTransientError(new mongo.MongoServerError({ code, codeName, errmsg: 'wrong' }))).toBe(
      false,
    );
  });

  it.each(
    named(
      new mongo.MongoInvalidArgumentError('bad argument'),
      new mongo.BSON.BSONError('key must not contain null bytes'),
      new mongoose.Error.StrictModeError('role'),
      new mongoose.Error.ValidationError(),
      new mongoose.Error.CastError('String', {}, 'email'),
      new TypeError('undefined is not a function'),
      new Error('MongoNetworkError: only the words'),
      Object.assign(new Error('no system call'), { code: 'ECONNRESET' }),
      Object.assign(new Error('a number'), { syscall: 7 }),
    ),
  )('another error: %s', (_name, given) => {
    expect(isTransientError(given)).toBe(false);
  });

  it.each([undefined, null, 'MongoNetworkError', 7, {}, { name: 'MongoNetworkError' }])(
    'a value that is no error: %j',
    (given) => {
      expect(isTransientError(given)).toBe(false);
    },
  );
});
