import { existsSync } from 'node:fs';
import { FOLDER } from './folder';
import { nodeBinary } from './installed';
import type { Leg } from './legs';

/**
 * Legs that need a Node which cannot be had here are left out, and say so; on a CI server, where
 * nobody would read that, they fail.
 */
export function describeLeg(leg: Leg, specs: () => void): void {
  const title = `Express ${leg.express} and Mongoose ${leg.mongoose} on Node ${leg.node}`;
  if (existsSync(nodeBinary(FOLDER, leg.node)) || process.env.CI) {
    describe(title, specs);
  } else {
    describe.skip(`${title} (left out: npm has no such Node for this machine)`, specs);
  }
}
