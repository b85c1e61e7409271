import { CASES } from '../cases.mjs';
import { CLIENTS } from '../clients.mjs';

const SEPARATOR = ' › ';
const NOT_SENT = 'not sent';

/** The name of a test; the table at the end of a run is generated from these names. */
export function testName(client, { name }, { notSent = false } = {}) {
  return [client.label, name, ...(notSent ? [NOT_SENT] : [])].join(SEPARATOR);
}

/** One line per client, one column per case; a dash means that a case does not apply. */
export function resultTable(results) {
  const rows = labelsOf(results).map((label) => [
    label,
    ...CASES.map(({ name }) => {
      const result = results.find((one) =>
        `${one.name}${SEPARATOR}`.startsWith(`${label}${SEPARATOR}${name}${SEPARATOR}`),
      );
      return result === undefined ? '–' : cell(result);
    }),
  ]);
  const table = [['', ...CASES.map(({ name }) => name)], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** In the order of clients.mjs; other labels come last. */
function labelsOf(results) {
  const names = results.map(({ name }) => name).filter((name) => name.includes(SEPARATOR));
  const tested = new Set(names.map((name) => name.split(SEPARATOR)[0]));
  const listed = CLIENTS.map(({ label }) => label).filter((label) => tested.has(label));
  return [...new Set([...listed, ...tested])];
}

/** Clients that clients.mjs, and so the README, lists without a test. */
export function untestedClients(results) {
  const tested = labelsOf(results);
  return CLIENTS.filter(({ label }) => !tested.includes(label));
}

function cell({ name, outcome }) {
  if (outcome === 'passed') {
    return name.endsWith(`${SEPARATOR}${NOT_SENT}`) ? NOT_SENT : 'ok';
  }
  return outcome === 'failed' ? 'FAILED' : outcome;
}
