// Prints the results and the seconds of each suite, from the JSON file that it has written to a folder,
// and their totals in the last line. A suite without such a file counts as one failure.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...suites] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites) {
  const results = readResults(suite);
  for (const [outcome, count] of Object.entries(results)) {
    totals[outcome] += count;
  }
  const seconds = readFileSync(join(folder, `${suite}.seconds`), 'utf8').trim();
  console.log(`${suite}: ${describe(results)} in ${seconds} s`);
}
console.log(describe(totals));
process.exitCode = totals.failed === 0 ? 0 : 1;

function readResults(suite) {
  try {
    const run = JSON.parse(readFileSync(join(folder, `${suite}.json`), 'utf8'));
    return {
      passed: run.numPassedTests,
      failed: run.numFailedTests + run.numRuntimeErrorTestSuites,
      skipped: run.numPendingTests + run.numTodoTests,
    };
  } catch (error) {
    console.log(`${suite} wrote no results: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
