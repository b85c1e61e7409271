import mongoose from 'mongoose';
import { useServer } from './use-servers';

const { Double, Int32, Long } = mongoose.mongo;

const database = useServer();
const { things, run } = database;

describe('a sort', () => {
  // Documents compare by the type of the first value, then by its name, then by the value.
  it("has MongoDB's order of types", async () => {
    const ordered = [
      null,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      new Int32(-1),
      new Double(0.5),
      Long.fromBigInt(2n ** 60n),
      '',
      'B',
      'a',
      'ä',
      '\u{1F600}',
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { b: 0 },
      { a: 'x' },
      mongoose.mongo.Binary.createFromHexString('ff'),
      mongoose.mongo.Binary.createFromHexString('0000'),
      mongoose.mongo.Binary.createFromHexString('0001'),
      mongoose.mongo.Binary.createFromHexString('0000', 5),
      new mongoose.Types.ObjectId('000000000000000000000001'),
      false,
      true,
      new Date(-1),
      new Date(1),
    ];
    const shuffled = ordered.map((value, position) => ({ position, value }));
    shuffled.sort((a, b) => ((a.position * 7) % 29) - ((b.position * 7) % 29));
    await things().insertMany(shuffled);
    const places = ordered.map((_, position) => position);
    const sorted = async (direction: 1 | -1) =>
      (await things().find().sort({ value: direction }).toArray()).map(({ position }) => position);
    expect(await sorted(1)).toEqual(places);
    expect(await sorted(-1)).toEqual(places.toReversed());
  });

  it('uses the smallest element of an array, or in descending order the largest', async () => {
    await things().insertMany([
      { _id: 1, a: [5, 1] },
      { _id: 2, a: 3 },
      { _id: 3, a: [2, 4] },
      { _id: 4, a: [] },
      { _id: 5, a: [{ b: 1 }] },
    ] as never[]);
    const ids = async (direction: 1 | -1) =>
      (await things().find().sort({ a: direction }).toArray()).map(({ _id }) => _id);
    expect(await ids(1)).toEqual([4, 1, 3, 2, 5]);
    expect(await ids(-1)).toEqual([5, 1, 3, 2, 4]);
  });

  it.each([{ a: 2 }, { a: { $meta: 'textScore' } }, { $natural: 1 }])(
    '%j is refused',
    async (sort) => {
      await expect(run({ find: 'things', sort })).rejects.toMatchObject({
        code: 2,
      });
    },
  );
});
