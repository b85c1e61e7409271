// A thread that hashes without pauses for the given seconds.

import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import bcrypt from 'bcryptjs';

const end = performance.now() + workerData.seconds * 1000;
let hashes = 0;
while (performance.now() < end) {
  bcrypt.hashSync('Correct-Horse-7', 10);
  hashes += 1;
}
parentPort.postMessage(hashes);
