// Prints the README's table of clients: `node spec/clients/readme-table.mjs`.

import { FAMILIES, versionOf } from './clients.mjs';

const rows = FAMILIES.map(({ name, packages, schemes, code, trap }) => [
  `\`${name}\``,
  packages.map(versionOf).join(', '),
  schemes.join(', '),
  `\`${code}\``,
  trap,
]);
const head = ['client', 'versions', 'works over', 'pointed at your server', 'beware'];

for (const row of [head, head.map(() => '---'), ...rows]) {
  console.log(`| ${row.join(' | ')} |`.replaceAll('|  |', '| |'));
}
