export function percentile(values, percent) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)];
}

export const median = (values) => percentile(values, 50);

export const milliseconds = (answers) => answers.map((answer) => answer.milliseconds);

/** Throws unless every answer has this status: a benchmark of failures tells nothing. */
export function expectStatus(answers, status) {
  const other = answers.find((answer) => answer.status !== status);
  if (other !== undefined) {
    throw new Error(`Expected ${status}, got ${other.status}: ${other.body}`);
  }
}
