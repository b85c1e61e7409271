// Measures speed as ratios within one run, because absolute figures depend on the machine. `npm run
// bench` runs every section and draws the chart; `npm run bench -- overload memory` runs two of them.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { drawChart } from './chart.mjs';
import { bystander } from './sections/bystander.mjs';
import { coldStart } from './sections/cold-start.mjs';
import { enumeration } from './sections/enumeration.mjs';
import { hashing } from './sections/hashing.mjs';
import { memory } from './sections/memory.mjs';
import { overhead } from './sections/overhead.mjs';
import { overload } from './sections/overload.mjs';

const SECTIONS = {
  hashing,
  overhead,
  bystander,
  overload,
  enumeration,
  'cold-start': coldStart,
  memory,
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SECTIONS);
const machine = `${availableParallelism()} cores (${cpus()[0]?.model}), Node ${process.version}`;
const database = process.env.MONGODB_URI
  ? undefined
  : fork(new URL('database.mjs', import.meta.url));
const uri = process.env.MONGODB_URI ?? (await once(database, 'message'))[0].uri;
const charts = {};

console.log(`${machine}, ${database ? 'embedded database' : 'MONGODB_URI'}\n`);
for (const name of names) {
  const { rows, chart } = await SECTIONS[name]({ uri });
  rows.forEach(print);
  charts[name] = chart;
}
database?.disconnect();

if (charts.bystander && charts.overload) {
  const file = new URL('benchmark.svg', import.meta.url);
  await writeFile(file, drawChart({ machine, ...charts }));
  console.log(`\nChart: ${file.pathname}`);
}

function print({ what, value, goal = '', met = true, detail = '' }) {
  if (!met) {
    process.exitCode = 1;
  }
  const verdict = goal && `${met ? 'met' : 'MISSED'}: ${goal}`;
  console.log(
    `${value.padStart(10)}  ${what}${verdict && `  [${verdict}]`}${detail && `  (${detail})`}`,
  );
}
