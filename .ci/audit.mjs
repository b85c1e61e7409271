// Known weaknesses of what the package brings along. A registry that cannot tell is no finding, and
// is said.

import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const { vulnerabilities, statusCode } = JSON.parse(stdout);
if (vulnerabilities === undefined) {
  console.log(`npm audit: the registry does not tell (${statusCode ?? 'no answer'})`);
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range } of found) {
    console.log(`npm audit: ${severity}: ${name} ${range}`);
  }
  console.log(`npm audit: ${found.length} found`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
