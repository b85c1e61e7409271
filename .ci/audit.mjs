// Fails on known vulnerabilities of the dependencies of the package. A registry that provides no audit
// is reported and does not fail.

import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const { vulnerabilities, statusCode } = JSON.parse(stdout);
if (vulnerabilities === undefined) {
  console.log(`npm audit: not available (${statusCode ?? 'no response'})`);
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range } of found) {
    console.log(`npm audit: ${severity}: ${name} ${range}`);
  }
  console.log(`npm audit: ${found.length} found`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
