import fc, { type Arbitrary } from 'fast-check';
import type { FuzzRequest } from '../requests/fuzz-request';
import { serializeRequest } from '../requests/serialize-request';

// Each tenant has its own spec file, so that they run in parallel, and gets half of the requests.
const TENANTS = 2;

/** Which requests a tenant is sent. */
export interface FuzzPlan {
  readonly count: number;
  readonly seed: number;
  /** fast-check path of a request that failed before: sends only that request. */
  readonly path?: string;
}

/** Reads `FUZZ_REQUESTS` (default 3,000), `FUZZ_SEED` (default random) and `FUZZ_PATH`. */
export function fuzzPlan(environment: NodeJS.ProcessEnv): FuzzPlan {
  const { FUZZ_REQUESTS: count = '3000', FUZZ_SEED: seed, FUZZ_PATH: path } = environment;
  return {
    count: Math.ceil(Number(count) / TENANTS),
    seed: seed === undefined ? Date.now() | 0 : Number(seed),
    ...(path !== undefined && { path }),
  };
}

/**
 * Runs the planned requests; throws an error with the smallest failing request and the command that
 * reproduces it.
 */
export async function runFuzz(
  requests: Arbitrary<FuzzRequest>,
  { count, seed, path }: FuzzPlan,
  compare: (request: FuzzRequest) => Promise<void>,
): Promise<void> {
  const result = await fc.check(fc.asyncProperty(requests, compare), {
    numRuns: count,
    seed,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  if (result.failed) {
    const { counterexample, counterexamplePath, errorInstance } = result;
    const again = `FUZZ_SEED=${seed} FUZZ_PATH=${counterexamplePath} npm run test:fuzz`;
    throw new Error(
      `${counterexample === null ? '' : shown(counterexample[0])}\nTo reproduce it: ${again}\n` +
        (errorInstance instanceof Error ? errorInstance.message : String(errorInstance)),
    );
  }
}

/** The serialized request, with escapes for non-printable characters. */
function shown(request: FuzzRequest): string {
  const { method, headers, text } = serializeRequest(request);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const body = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  const printable = body.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [method, ...lines, '', printable].join('\n');
}
