import { WriteQueue } from '../../lib/testing/storage/write-queue';

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

describe('WriteQueue', () => {
  it('runs one task after the other, also after one that fails', async () => {
    const queue = new WriteQueue();
    const events: string[] = [];
    const task = (name: string, fault?: Error) => async () => {
      events.push(`${name} begins`);
      await later();
      events.push(`${name} ends`);
      if (fault !== undefined) throw fault;
      return name;
    };
    const results = [
      queue.run(task('a')),
      queue.run(task('b', new Error('broken'))),
      queue.run(task('c')),
    ];
    expect(await Promise.allSettled(results)).toMatchObject([
      { value: 'a' },
      { reason: { message: 'broken' } },
      { value: 'c' },
    ]);
    expect(events).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('ends what it has begun when it is closed, and begins nothing more', async () => {
    const queue = new WriteQueue();
    let done = 0;
    const task = async () => {
      await later();
      done += 1;
    };
    const writes = [queue.run(task), queue.run(task)];
    await queue.close();
    expect(done).toBe(2);
    await expect(queue.run(task)).rejects.toMatchObject({ codeName: 'ShutdownInProgress' });
    expect(done).toBe(2);
    await Promise.all(writes);
  });
});
