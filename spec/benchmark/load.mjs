import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from './connection.mjs';

/**
 * Sends requests over `concurrency` connections, one at a time on each, for `seconds` or until `count`
 * are sent. Resolves with the responses and their number per second.
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
  const responses = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (sent < count && performance.now() < end) {
        sent += 1;
        responses.push(await connection.request(next()));
      }
    }),
  );
  const perSecond = (responses.length * 1000) / (performance.now() - start);
  for (const connection of connections) {
    connection.close();
  }
  return { responses, perSecond };
}

/**
 * Sends `perSecond` requests per second for `seconds` without waiting for responses. Resolves with all
 * responses, each with the second in which its request was sent.
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
    const response = await connection.request(next());
    idle.push(connection);
    return { ...response, second, respondedAt: (performance.now() - start) / 1000 };
  }

  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const due = (sent * 1000) / perSecond;
    const early = due - (performance.now() - start);
    if (early > 1) {
      await delay(early);
    }
    pending.push(send(Math.floor(due / 1000)));
  }
  const responses = await Promise.all(pending);
  for (const connection of open) {
    connection.close();
  }
  return responses;
}
