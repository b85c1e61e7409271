import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');

it('lists in spec/clients/README.md the clients that its suite tests', async () => {
  const folder = join(ROOT, 'spec', 'clients');
  const script = join(folder, 'print-table.mjs');
  const { stdout } = await run('node', [script]);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain(stdout);
});

it('gives the same default for each option as its doc comment', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const options = await readFile(join(ROOT, 'lib/options/signup-router-options.ts'), 'utf8');
  for (const [name, value] of [
    ['cors', 'true'],
    ['bodyLimit', "'100kb'"],
    ['timeout', '8000'],
  ]) {
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` \\| \`${value}\` \\|`));
    expect(options).toMatch(new RegExp(`Default \`?${value}\`?[^]*?\\*/\\s*readonly ${name}\\?`));
  }
});
