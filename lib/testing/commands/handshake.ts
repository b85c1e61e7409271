import { maxDocumentBytes } from '../documents/bson';
import { maxMessageBytes } from '../wire/frames';
import type { Command } from './command';

/** The protocol of MongoDB 7.0, which the drivers of this time speak. */
const maxWireVersion = 21;

/**
 * A standalone server: no set name, no sessions, no compression, nobody to authenticate. Newer
 * drivers offer more in their hello, and go by what the answer takes up.
 */
export const hello: Command = {
  knows: 'anything',
  run: () => ({
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: maxDocumentBytes,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    minWireVersion: 0,
    maxWireVersion,
    readOnly: false,
  }),
};

export const ping: Command = { knows: [], run: () => ({}) };

/** The version whose protocol is spoken; `modules` tells that it is not that server. */
export const buildInfo: Command = {
  knows: [],
  run: () => ({
    version: '7.0.0',
    versionArray: [7, 0, 0, 0],
    modules: ['embedded'],
    maxBsonObjectSize: maxDocumentBytes,
  }),
};

/** Sessions are accepted and hold nothing here, so there is nothing to end. */
export const endSessions: Command = { knows: [], run: () => ({}) };
