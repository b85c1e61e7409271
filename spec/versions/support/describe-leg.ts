import { FOLDER } from './folder';
import { nodeBinary } from './installed';
import type { Leg } from './legs';

/**
 * Legs that need a Node which cannot be had here are left out, and say so; on a CI server, where
 * nobody would read that, they fail.
 */
export function describeLeg(leg: Leg, specs: (node: string) => void): void {
  const title = `Express ${leg.express} and Mongoose ${leg.mongoose} on Node ${leg.node}`;
  const node = nodeBinary(FOLDER, leg.node);
  if (node !== undefined) {
    describe(title, () => specs(node));
  } else if (process.env.CI) {
    it(title, () => {
      throw new Error(`npm has no Node ${leg.node} that runs here`);
    });
  } else {
    describe.skip(`${title} (left out: npm has no such Node that runs here)`, () => specs(''));
  }
}
