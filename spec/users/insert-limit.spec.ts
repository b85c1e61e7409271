import { TemporarilyUnavailableError } from 'express-dbconnections';
import { InsertLimit } from '../../lib/users/insert-limit';

function held() {
  let end: (how: Promise<string> | string) => void = () => {};
  const insert = () =>
    new Promise<string>((resolve) => {
      end = resolve;
    });
  return { insert, end: (how: Promise<string> | string) => end(how) };
}

it('gives what the insert gives', async () => {
  const limit = new InsertLimit(1);
  await expect(limit.run(async () => 'stored')).resolves.toBe('stored');
  await expect(limit.run(() => Promise.reject('fault'))).rejects.toBe('fault');
  limit.check();
});

it('refuses another one while as many as it allows are under way', async () => {
  const limit = new InsertLimit(2);
  const first = held();
  const second = held();
  const inserts = [limit.run(first.insert)];
  limit.check();
  inserts.push(limit.run(second.insert));

  expect(() => limit.check()).toThrow(TemporarilyUnavailableError);
  expect(() => limit.check()).toThrow(
    expect.objectContaining({ cause: new Error('2 inserts wait for the database') }),
  );

  first.end('stored');
  await inserts[0];
  limit.check();
  second.end(Promise.reject('fault'));
  await inserts[1]?.catch(() => undefined);
  limit.check();
});

it('counts an insert that throws at once as ended', async () => {
  const limit = new InsertLimit(1);
  const insert = () => {
    throw new Error('at once');
  };
  await expect(limit.run(insert)).rejects.toThrow('at once');
  limit.check();
});
