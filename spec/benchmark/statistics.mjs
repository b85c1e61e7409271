export function percentile(values, percent) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)];
}

export const median = (values) => percentile(values, 50);

export const milliseconds = (responses) => responses.map((response) => response.milliseconds);

/** Throws unless every response has this status: measuring failures makes no sense. */
export function expectStatus(responses, status) {
  const other = responses.find((response) => response.status !== status);
  if (other !== undefined) {
    throw new Error(`Expected ${status}, got ${other.status}: ${other.body}`);
  }
}
