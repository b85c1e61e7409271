// The totals of the steps that are named, from the JSON that each has left in a folder. A step that
// left none has failed as a whole.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...steps] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps) {
  try {
    const run = JSON.parse(readFileSync(join(folder, `${step}.json`), 'utf8'));
    totals.passed += run.numPassedTests;
    totals.failed += run.numFailedTests + run.numRuntimeErrorTestSuites;
    totals.skipped += run.numPendingTests + run.numTodoTests;
  } catch (error) {
    totals.failed += 1;
    console.log(`${step} left no result: ${error.message}`);
  }
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
