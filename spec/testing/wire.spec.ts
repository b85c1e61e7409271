import type { MongoDBServer } from 'express-dbconnections/testing';
import mongoose from 'mongoose';
import {
  bodySection,
  frame,
  OP_QUERY,
  opMsg,
  opMsgOf,
  RawClient,
  sequenceSection,
} from './raw-client';
import { useServers } from './use-servers';

const { serialize } = mongoose.mongo.BSON;

const OP_REPLY = 1;
const OP_COMPRESSED = 2012;
const MORE_TO_COME = 2;
const CHECKSUM = 1;
const EXHAUST_ALLOWED = 1 << 16;

const servers = useServers();

// The machine may be busy.
jest.setTimeout(30_000);

let server: MongoDBServer;
let client: RawClient;

beforeEach(async () => {
  server = await servers.start();
  client = await RawClient.connect(server);
});

afterEach(() => client.close());

const insert = (...ids: number[]) => ({ insert: 'c', documents: ids.map((_id) => ({ _id })) });

async function countOf(): Promise<number> {
  const { document } = await client.ask(opMsg({ find: 'c' }));
  return (document.cursor as { firstBatch: unknown[] }).firstBatch.length;
}

describe('messages', () => {
  it('get a reply in OP_MSG with the id of the request', async () => {
    const reply = await client.ask(opMsg({ ping: 1 }, { id: 4711 }));
    expect(reply).toEqual({ responseTo: 4711, opCode: 2013, document: { ok: 1 } });
  });

  it('may arrive byte by byte', async () => {
    for (const byte of opMsg(insert(1))) {
      client.send(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    expect((await client.reply()).document).toEqual({ n: 1, ok: 1 });
  });

  it('may arrive together, and get replies in their order', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => index);
    client.send(Buffer.concat(ids.map((id) => opMsg(insert(id), { id }))));
    for (const id of ids) {
      expect((await client.reply()).responseTo).toBe(id);
    }
    expect(await countOf()).toBe(50);
  });

  it('may be cut anywhere', async () => {
    const bytes = Buffer.concat([1, 2, 3].map((id) => opMsg(insert(id), { id })));
    for (let cut = 1; cut < bytes.length; cut += 17) {
      client.send(bytes.subarray(0, cut));
      await new Promise(setImmediate);
      client.send(bytes.subarray(cut));
      for (const id of [1, 2, 3]) {
        expect((await client.reply()).responseTo).toBe(id);
      }
    }
  });

  it('may contain the documents as a sequence before or after the body', async () => {
    const body = bodySection({ insert: 'c', $db: 'raw' });
    const first = opMsgOf([sequenceSection('documents', [{ _id: 1 }, { _id: 2 }]), body]);
    const second = opMsgOf([body, sequenceSection('documents', [{ _id: 3 }])]);
    expect((await client.ask(first)).document).toEqual({ n: 2, ok: 1 });
    expect((await client.ask(second)).document).toEqual({ n: 1, ok: 1 });
    expect(await countOf()).toBe(3);
  });

  it('run without a reply when the client wants none', async () => {
    client.send(opMsg(insert(1), { id: 1, flags: MORE_TO_COME }));
    client.send(opMsg({ nonsense: 1 }, { id: 2, flags: MORE_TO_COME }));
    expect((await client.ask(opMsg({ ping: 1 }, { id: 3 }))).responseTo).toBe(3);
    expect(await countOf()).toBe(1);
  });

  it('may allow an exhaust cursor', async () => {
    const reply = await client.ask(opMsg(insert(1), { flags: EXHAUST_ALLOWED }));
    expect(reply.document).toEqual({ n: 1, ok: 1 });
  });

  it('get an error without a command or a database', async () => {
    expect((await client.ask(opMsgOf([bodySection({})]))).document).toMatchObject({ code: 59 });
    const ping = opMsgOf([bodySection({ ping: 1 })]);
    expect((await client.ask(ping)).document).toMatchObject({ ok: 0, code: 40571 });
  });

  it('may be as long as the server allows', async () => {
    const { maxMessageSizeBytes } = (await client.ask(opMsg({ hello: 1 }))).document;
    expect(maxMessageSizeBytes).toBe(48_000_000);
    const text = 'x'.repeat(15_900_000);
    const documents = [1, 2, 3].map((_id) => ({ _id, text }));
    const sections = [
      bodySection({ insert: 'c', $db: 'raw' }),
      sequenceSection('documents', documents),
    ];
    expect((await client.ask(opMsgOf(sections))).document).toEqual({ n: 3, ok: 1 });
  });
});

describe('OP_QUERY', () => {
  const query = (command: object) => {
    const head = Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.alloc(8)]);
    head.writeInt32LE(-1, head.length - 4);
    return frame(OP_QUERY, Buffer.concat([head, serialize(command)]), 9);
  };

  it.each(['ismaster', 'hello'])('gets a reply in OP_REPLY: %s', async (name) => {
    const { opCode, responseTo, document } = await client.ask(query({ [name]: 1, helloOk: true }));
    expect({ opCode, responseTo }).toEqual({ opCode: OP_REPLY, responseTo: 9 });
    expect(document).toMatchObject({ ok: 1, ismaster: true, helloOk: true, maxWireVersion: 21 });
    expect(document).not.toHaveProperty('setName');
  });

  it('is refused for other commands', async () => {
    const { document } = await client.ask(query({ ping: 1 }));
    expect(document).toMatchObject({ ok: 0, code: 352, codeName: 'UnsupportedOpQueryCommand' });
  });
});

describe('a malformed message closes its connection and no other', () => {
  const lengthOf = (length: number) => {
    const bytes = opMsg({ ping: 1 });
    bytes.writeInt32LE(length, 0);
    return bytes;
  };
  const broken = Buffer.from(serialize({ ping: 1, $db: 'raw' }));
  broken[broken.length - 1] = 7;

  it.each<[string, Uint8Array]>([
    ['HTTP', Buffer.from('POST /dbconnections/signup HTTP/1.1\r\nHost: a\r\n\r\n')],
    ['zeros', Buffer.alloc(64)],
    ['a negative length', lengthOf(-1)],
    ['a length shorter than a header', lengthOf(15)],
    ['a length over 48,000,000', lengthOf(48_000_001)],
    ['an empty message', lengthOf(16).subarray(0, 16)],
    ['an unknown opcode', frame(4242, Buffer.alloc(32))],
    ['compression, which is not offered', frame(OP_COMPRESSED, Buffer.alloc(32))],
    ['a required flag that is unknown', opMsg({ ping: 1 }, { flags: 4 })],
    ['a checksum, which is not implemented', opMsg({ ping: 1 }, { flags: CHECKSUM })],
    ['a section of an unknown kind', opMsgOf([Buffer.from([2]), bodySection({ ping: 1 })])],
    ['no body', opMsgOf([sequenceSection('documents', [{}])])],
    ['two bodies', opMsgOf([bodySection({ ping: 1 }), bodySection({ ping: 1 })])],
    ['BSON without an end', opMsgOf([Buffer.from([0]), broken])],
    ['BSON longer than the message', opMsgOf([Buffer.from([0, 200, 0, 0, 0, 0])])],
    ['a sequence longer than the message', opMsgOf([Buffer.from([1, 200, 0, 0, 0, 0])])],
    ['a sequence without a name', opMsgOf([Buffer.from([1, 6, 0, 0, 0, 65, 65])])],
    ['a query without an end', frame(OP_QUERY, Buffer.from('aaaaaaaaaaaaaaaa'))],
  ])('%s', async (_name, bytes) => {
    const other = await RawClient.connect(server);
    client.send(bytes);
    await client.closedByServer();
    await expect(client.reply()).rejects.toThrow('closed');
    expect((await other.ask(opMsg({ ping: 1 }))).document).toEqual({ ok: 1 });
    other.close();
  });

  it('after the replies to the commands before it', async () => {
    client.send(Buffer.concat([opMsg({ ping: 1 }), Buffer.alloc(64)]));
    expect((await client.reply()).document).toEqual({ ok: 1 });
    await client.closedByServer();
  });

  it('survives 300 messages with one byte changed', async () => {
    const seeded = randomNumbers(1);
    for (let round = 0; round < 300; round += 1) {
      const bytes = opMsg(insert(round));
      bytes[Math.floor(seeded() * bytes.length)] = Math.floor(seeded() * 256);
      const victim = await RawClient.connect(server);
      victim.send(bytes);
      victim.socket.end();
      await victim.closedByServer();
    }
    expect((await client.ask(opMsg({ ping: 1 }))).document).toEqual({ ok: 1 });
  });

  it('accepts other clients after one has left in the middle of a message or without reading', async () => {
    client.send(opMsg({ ping: 1 }).subarray(0, 20));
    client.socket.resetAndDestroy();
    const other = await RawClient.connect(server);
    for (let id = 0; id < 100; id += 1) {
      other.send(opMsg(insert(id), { id }));
    }
    other.socket.resetAndDestroy();
    const last = await RawClient.connect(server);
    expect((await last.ask(opMsg({ ping: 1 }))).document).toEqual({ ok: 1 });
    last.close();
  });
});

/** The same numbers in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
