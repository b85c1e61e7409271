import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.mjs';

/**
 * `concurrency` senders, each with its next request as soon as the last one is answered, for
 * `seconds` or until `count` are sent. Resolves with the answers and how many came in a second.
 */
export async function closedLoop({
  port,
  next,
  concurrency,
  seconds = Infinity,
  count = Infinity,
}) {
  const connections = await Promise.all(
    Array.from({ length: concurrency }, () => Connection.open(port)),
  );
  const answers = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (sent < count && performance.now() < end) {
        sent += 1;
        answers.push(await connection.request(next()));
      }
    }),
  );
  const perSecond = (answers.length * 1000) / (performance.now() - start);
  for (const connection of connections) {
    connection.close();
  }
  return { answers, perSecond };
}

/**
 * `perSecond` requests a second for `seconds`, whether the earlier ones are answered or not, each
 * with the second in which it was sent. Resolves when all are answered.
 */
export async function openLoop({ port, next, perSecond, seconds }) {
  const idle = [];
  const open = [];
  const pending = [];
  const start = performance.now();

  async function send(second) {
    const connection = idle.pop() ?? (await Connection.open(port));
    if (!open.includes(connection)) {
      open.push(connection);
    }
    const answer = await connection.request(next());
    idle.push(connection);
    return { ...answer, second, answeredAt: (performance.now() - start) / 1000 };
  }

  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const due = (sent * 1000) / perSecond;
    const early = due - (performance.now() - start);
    if (early > 1) {
      await delay(early);
    }
    pending.push(send(Math.floor(due / 1000)));
  }
  const answers = await Promise.all(pending);
  for (const connection of open) {
    connection.close();
  }
  return answers;
}
