import { FOLDER, nodeBinary } from './installed';
import type { Leg } from './legs';

/** Legs with a Node version that cannot be installed here are skipped; in CI they fail. */
export function describeLeg(leg: Leg, specs: (node: string) => void): void {
  const title = `Express ${leg.express} and Mongoose ${leg.mongoose} on Node ${leg.node}`;
  const node = nodeBinary(FOLDER, leg.node);
  if (node !== undefined) {
    describe(title, () => specs(node));
  } else if (process.env.CI) {
    it(title, () => {
      throw new Error(`npm has no Node ${leg.node} for this machine`);
    });
  } else {
    describe.skip(`${title} (skipped: npm has no such Node for this machine)`, () => specs(''));
  }
}
