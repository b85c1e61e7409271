import type { PasswordHasher, SignupRouterOptions, User } from 'express-dbconnections';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import type { DatabaseLine } from '../support/database-line';
import type { Failure } from '../support/expect-failure';
import type { Topology } from '../support/topology';
import type { SignupApp } from '../support/use-signup-apps';

/** Where a scenario happens. */
export interface Site {
  readonly topology: Topology;
  readonly app: SignupApp;
  /** Between the app and the server. */
  readonly line: DatabaseLine;
  /** The app's own, over the line. */
  readonly connection: Connection;
  /** The same users, past the line. */
  readonly stored: Model<User>;
}

export interface Scenario {
  readonly name: string;
  /** Where it makes a difference. */
  readonly on?: Topology;
  /** Of the driver; by default its own. */
  readonly driver?: ConnectOptions;
  readonly router?: Partial<SignupRouterOptions> & { readonly hasher?: PasswordHasher };
  /** Before the sign-up is sent. */
  readonly fault: (site: Site) => unknown;
  /** While the sign-up is under way. */
  readonly meanwhile?: (site: Site) => Promise<unknown>;
  readonly answer: 'signed up' | Failure;
  /** How many users have the address when the answer is there. */
  readonly stored: 0 | 1;
  /** The same once the fault is over, where that differs: the insert is still on its way. */
  readonly later?: 0 | 1;
  /** Ends the fault; by default the line is mended. */
  readonly recover?: (site: Site) => unknown;
}

/** The scenarios that concern a topology, each under its title. */
export function titled(
  topology: Topology,
  scenarios: readonly Scenario[],
): readonly (readonly [string, Scenario])[] {
  return scenarios
    .filter(({ on = topology }) => on === topology)
    .map((scenario) => [title(scenario), scenario] as const);
}

function title({ name, answer, stored, later = stored }: Scenario): string {
  const status = answer === 'signed up' ? 200 : answer.status;
  const more = later === stored ? '' : `, ${later} later`;
  return `${name}: ${status}, ${stored} stored${more}`;
}
