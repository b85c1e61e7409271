const MAX_DISTANCE = 2;
// Shorter keys are close to too many others: `tenantId` is no misspelt `tenant`.
const MIN_LETTERS = 7;

/** The key of `known` that `key` misspells: in another case, or with up to two wrong letters. */
export function nearMiss(key: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(key);
  return known.find((candidate) => {
    const wanted = lettersOf(candidate);
    return wanted.length >= MIN_LETTERS && isClose(letters, wanted);
  });
}

function lettersOf(key: string): string {
  return key.toLowerCase().replaceAll('_', '');
}

function isClose(one: string, other: string): boolean {
  return (
    Math.abs(one.length - other.length) <= MAX_DISTANCE && editDistance(one, other) <= MAX_DISTANCE
  );
}

/** Levenshtein's distance, row by row: how many letters are to be inserted, deleted or replaced. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, wanted] of [...other].entries()) {
      const replaced = at(row, column) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, at(row, column + 1) + 1, at(next, column) + 1));
    }
    row = next;
  }
  return at(row, other.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
