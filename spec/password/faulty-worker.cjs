// What can go wrong in a thread, for bcrypt-threads.spec.ts: each export is run as a task.

/** @param {{ password: string }} task */
exports.throws = ({ password }) => {
  throw new Error(`cannot hash ${password}`);
};

exports.dies = () => process.exit(1);

exports.hangs = () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
