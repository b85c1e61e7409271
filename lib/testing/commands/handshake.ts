import { MAX_DOCUMENT_BYTES } from '../documents/bson';
import { MAX_MESSAGE_BYTES } from '../wire/frames';
import type { Command } from './command';

/** The wire protocol of MongoDB 7.0. */
const MAX_WIRE_VERSION = 21;

/**
 * A standalone server without sessions, compression and authentication. Drivers offer more in their
 * hello, and use what the reply contains.
 */
export const hello: Command = {
  args: 'any',
  run: () => ({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
  }),
};

export const ping: Command = { args: [], run: () => ({}) };

/** The version of the wire protocol; `modules` shows that the server is not MongoDB. */
export const buildInfo: Command = {
  args: [],
  run: () => ({
    version: '7.0.0',
    versionArray: [7, 0, 0, 0],
    modules: ['express-dbconnections/testing'],
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  }),
};

/** Sessions are accepted in commands and hold nothing, so nothing has to be ended. */
export const endSessions: Command = { args: [], run: () => ({}) };
