// Prints the table of README.md: `node spec/clients/print-table.mjs`.

import { FAMILIES, versionOf } from './clients.mjs';

const rows = FAMILIES.map(({ name, packages, schemes, code, note }) => [
  `\`${name}\``,
  packages.map(versionOf).join(', '),
  schemes.join(', '),
  `\`${code}\``,
  note,
]);
const head = ['client', 'versions', 'schemes', 'code for your server', 'note'];

for (const row of [head, head.map(() => '---'), ...rows]) {
  console.log(`| ${row.join(' | ')} |`.replaceAll('|  |', '| |'));
}
