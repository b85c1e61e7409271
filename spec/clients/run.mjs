// Runs the suite and prints the results, client by client. `node run.mjs curl lock-11` runs some of its
// files; `--outputFile=<path>` writes the totals in the format of Jest's `--json`.

import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeCertificate } from './support/certificate.mjs';
import { resultTable, untestedClients } from './support/results.mjs';

const { values: options, positionals: names } = parseArgs({
  options: { outputFile: { type: 'string' } },
  allowPositionals: true,
});

const folder = fileURLToPath(new URL('.', import.meta.url));
const certificate = await makeCertificate();
// The test files run in their own processes and inherit both variables.
process.env.CLIENTS_TLS = certificate;
process.env.NODE_EXTRA_CA_CERTS = join(certificate, 'cert.pem');

const results = [];
try {
  // The Locks first, because they take longest.
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.spec.mjs'))
    .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)))
    .sort((a, b) => Number(b.startsWith('lock')) - Number(a.startsWith('lock')));
  const concurrency = availableParallelism();
  for await (const event of run({ files: files.map((file) => join(folder, file)), concurrency })) {
    handleEvent(event);
  }
} finally {
  await rm(certificate, { recursive: true });
}

if (names.length === 0) {
  for (const { label } of untestedClients(results)) {
    addResult(`${label} is listed but not tested`, 'failed');
  }
}
const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
const totals = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
if (options.outputFile !== undefined) {
  await writeFile(
    options.outputFile,
    JSON.stringify({
      numPassedTests: totals.passed,
      numFailedTests: totals.failed,
      numPendingTests: totals.skipped,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
    }),
  );
}
console.log(`\n${resultTable(results)}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;

function handleEvent({ type, data }) {
  if (type === 'test:pass') {
    addResult(data.name, data.skip === undefined ? 'passed' : 'skipped', data.skip);
  } else if (type === 'test:fail') {
    addResult(data.name, 'failed');
    console.log(data.details.error.cause ?? data.details.error);
  } else if (type === 'test:stdout' || type === 'test:stderr') {
    process.stderr.write(data.message);
  }
}

function addResult(name, outcome, reason) {
  results.push({ name, outcome });
  console.log(`${outcome}: ${name}${reason === undefined ? '' : ` (${reason})`}`);
}
