import mongoose from 'mongoose';
import { runCommand, useServers } from './use-servers';

const servers = useServers();

const {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} = mongoose.mongo;

const values = {
  int: new Int32(5),
  double: new Double(5),
  minusZero: new Double(-0),
  notANumber: new Double(Number.NaN),
  infinite: new Double(Number.POSITIVE_INFINITY),
  long: Long.fromBigInt(2n ** 62n + 1n),
  smallLong: Long.fromNumber(5),
  decimal: Decimal128.fromString('1.10'),
  text: 'a\0b "ü" \u{1F600}\u2028',
  empty: '',
  yes: true,
  no: false,
  nothing: null,
  date: new Date(-1),
  id: new ObjectId('0123456789abcdef01234567'),
  uuid: new UUID('01234567-89ab-4def-8123-456789abcdef'),
  binary: new Binary(Buffer.from([0, 255, 10]), 128),
  timestamp: new Timestamp({ t: 7, i: 8 }),
  regExp: new BSONRegExp('^a.*', 'i'),
  code: new Code('return 1'),
  scopedCode: new Code('return a', { a: new Int32(1) }),
  symbol: new BSONSymbol('s'),
  reference: new DBRef('others', new ObjectId('0123456789abcdef01234567')),
  least: new MinKey(),
  most: new MaxKey(),
  list: [new Int32(1), [new Double(2), []], { a: null }, null],
  document: { z: new Int32(1), a: { b: { c: 'deep' } }, empty: {} },
  'dotted.name': 'x',
  $dollar: { $date: 'x', $oid: 'x', $set: { $$deleted: true } },
  constructor: 'c',
  hasOwnProperty: 'h',
};

describe('a value', () => {
  it('of any type is returned unchanged, also after a restart', async () => {
    const options = { promoteValues: false, bsonRegExp: true } as const;
    const file = await servers.newFile();
    const first = await servers.open(file);
    const documents = Object.entries(values).map(([name, value]) => ({
      _id: name,
      [name]: value,
      inside: { [name]: value },
      list: [value],
    }));
    await runCommand(first.connection, { insert: 'things', documents });
    expect(await first.things.find({}, options).toArray()).toStrictEqual(documents);
    await first.things.updateMany({}, { $set: { touched: true } });
    await first.close();
    const second = await servers.open(file);
    const touched = documents.map((document) => ({ ...document, touched: true }));
    expect(await second.things.find({}, options).toArray()).toStrictEqual(touched);
  });

  it('may have the name __proto__', async () => {
    const { things } = await servers.open();
    const hostile = JSON.parse('{ "__proto__": { "admin": true }, "a": { "__proto__": 1 } }');
    await things.insertOne(hostile);
    await things.updateOne({}, { $set: { 'b.__proto__.c': 1 } });
    const stored = await things.findOne({ '__proto__.admin': true }, { projection: { _id: 0 } });
    expect(JSON.stringify(stored)).toBe(
      '{"__proto__":{"admin":true},"a":{"__proto__":1},"b":{"__proto__":{"c":1}}}',
    );
    expect(await things.findOne({}, { projection: { _id: 0, '__proto__.admin': 1 } })).toEqual(
      JSON.parse('{ "__proto__": { "admin": true } }'),
    );
    expect({}).not.toHaveProperty('admin');
  });
});
