import fc, { type Arbitrary } from 'fast-check';
import type { FuzzRequest } from '../requests/fuzz-request';
import { writeRequest } from '../requests/write-request';

// How many tenants share the requests: each is a spec file, so that they run side by side.
const TENANTS = 2;

/** Which requests a tenant is sent; the environment may say so. */
export interface FuzzPlan {
  readonly count: number;
  readonly seed: number;
  /** Of a request that has failed before: nothing but that is sent. */
  readonly path?: string;
}

/** `FUZZ_REQUESTS`, `FUZZ_SEED` and `FUZZ_PATH`, or a few thousand requests that nobody has seen. */
export function fuzzPlan(environment: NodeJS.ProcessEnv): FuzzPlan {
  const { FUZZ_REQUESTS: count = '3000', FUZZ_SEED: seed, FUZZ_PATH: path } = environment;
  return {
    count: Math.ceil(Number(count) / TENANTS),
    seed: seed === undefined ? Date.now() | 0 : Number(seed),
    ...(path !== undefined && { path }),
  };
}

/**
 * Judges as many requests as planned; throws an error that shows the smallest request that fails, and
 * how to see it fail again.
 */
export async function runFuzz(
  requests: Arbitrary<FuzzRequest>,
  { count, seed, path }: FuzzPlan,
  judge: (request: FuzzRequest) => Promise<void>,
): Promise<void> {
  const result = await fc.check(fc.asyncProperty(requests, judge), {
    numRuns: count,
    seed,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  if (result.failed) {
    const { counterexample, counterexamplePath, errorInstance } = result;
    const again = `FUZZ_SEED=${seed} FUZZ_PATH=${counterexamplePath} npm run fuzz`;
    throw new Error(
      `${counterexample === null ? '' : shown(counterexample[0])}\nTo see it again: ${again}\n` +
        (errorInstance instanceof Error ? errorInstance.message : String(errorInstance)),
    );
  }
}

/** A request as it goes over the wire; what a terminal does not show stands as an escape. */
function shown(request: FuzzRequest): string {
  const { method, headers, text } = writeRequest(request);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const body = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  const printable = body.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [method, ...lines, '', printable].join('\n');
}
