// The failures of failing-threads.ts; each export runs as a task.

/** @param {{ password: string }} task */
exports.throws = ({ password }) => {
  throw new Error(`cannot hash ${password}`);
};

/** @param {{ password: string }} task */
exports.throwsLater = ({ password }) => {
  setImmediate(() => {
    throw Object.assign(new Error(`cannot hash ${password}`), { password });
  });
  return new Promise(() => {});
};

exports.dies = () => process.exit(1);

exports.eats = () => {
  const hoard = [];
  for (;;) {
    // Large blocks reach the limit in a few steps.
    hoard.push(new Array(1_000_000).fill(hoard.length));
  }
};

exports.hangs = () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};

exports.spins = () => {
  for (;;) {}
};
