// express-dbconnections: runs in the threads of bcrypt-threads.ts. Plain CommonJS, because a thread of Node 20 cannot load
// TypeScript. An error of bcrypt's may quote its input, so none leaves this file.

const { performance } = require('node:perf_hooks');
const { compareSync, hashSync } = require('bcryptjs');

/**
 * @typedef {{ kind: 'hash', password: string, rounds: number }
 *   | { kind: 'verify', password: string, hash: string }} BcryptTask
 */

/** @param {BcryptTask} task */
function run(task) {
  return task.kind === 'hash'
    ? hashSync(task.password, task.rounds)
    : compareSync(task.password, task.hash);
}

/** @param {BcryptTask} task */
module.exports = function bcryptWorker(task) {
  const start = performance.now();
  let result;
  try {
    result = run(task);
  } catch {
    throw new Error('bcrypt failed');
  }
  return { result, milliseconds: performance.now() - start };
};
