// Scenarios mostly wait for time-outs: more of them at a time make a run shorter, not busier. A server
// of its own process is slower than the embedded one, and its delays must not look like a time-out.
const MAX_PARALLEL = process.env.MONGODB_URI === undefined ? 8 : 4;
const SCENARIO_TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 600_000;

interface DeclaredScenario {
  readonly play: () => Promise<void>;
  failure?: { readonly reason: unknown };
}

/**
 * Returns a function to declare specs with, like `it`, whose bodies run side by side before the first
 * spec of the file. Each needs its own line and collection.
 */
export function useScenarios(): (title: string, play: () => Promise<void>) => void {
  const scenarios: DeclaredScenario[] = [];

  beforeAll(async () => {
    const waiting = scenarios.values();
    const playNext = async () => {
      for (const scenario of waiting) {
        await withTimeout(scenario.play()).catch((reason: unknown) => {
          scenario.failure = { reason };
        });
      }
    };
    await Promise.all(Array.from({ length: MAX_PARALLEL }, playNext));
  }, RUN_TIMEOUT_MS);

  return (title, play) => {
    const scenario: DeclaredScenario = { play };
    scenarios.push(scenario);
    it(title, () => {
      if (scenario.failure !== undefined) {
        throw scenario.failure.reason;
      }
    });
  };
}

async function withTimeout(played: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const error = new Error(`not finished after ${SCENARIO_TIMEOUT_MS} ms`);
    timer = setTimeout(() => reject(error), SCENARIO_TIMEOUT_MS);
  });
  await Promise.race([played, timeout]).finally(() => clearTimeout(timer));
}
