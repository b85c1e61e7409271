import type { PasswordHasher, SignupRouterOptions, User } from 'express-dbconnections';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import type { DatabaseLine } from '../support/database-line';
import type { Failure } from '../support/expect-failure';
import type { Topology } from '../support/topology';
import type { SignupApp } from '../support/use-signup-apps';

/** The app and the database of one scenario. */
export interface Environment {
  readonly topology: Topology;
  readonly app: SignupApp;
  /** Between the app and the server. */
  readonly line: DatabaseLine;
  /** The connection of the app, over the line. */
  readonly connection: Connection;
  /** The same users, read without the line. */
  readonly stored: Model<User>;
}

/** A failure of the database during a sign-up. */
export interface Scenario {
  readonly name: string;
  /** The only topology with this outcome. */
  readonly on?: Topology;
  /** Settings of the driver that differ from its defaults. */
  readonly driver?: ConnectOptions;
  readonly router?: Partial<SignupRouterOptions> & { readonly hasher?: PasswordHasher };
  /** Runs before the sign-up is sent. */
  readonly arrange?: (environment: Environment) => unknown;
  /** Starts before the sign-up is sent and runs while it is pending. */
  readonly during?: (environment: Environment) => Promise<unknown>;
  readonly response: 'success' | Failure;
  /** The number of users with the address when the response has arrived. */
  readonly stored: 0 | 1;
  /** The same after the recovery, if the insert is still under way at the time of the response. */
  readonly storedLater?: 0 | 1;
  /** Ends the failure; by default the line is restored. */
  readonly recover?: (environment: Environment) => unknown;
}

export function scenariosOn(topology: Topology, scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.filter(({ on = topology }) => on === topology);
}

export function titleOf({ name, response, stored, storedLater = stored }: Scenario): string {
  const status = response === 'success' ? 200 : response.status;
  const later = storedLater === stored ? '' : `, ${storedLater} later`;
  return `${name}: ${status}, ${stored} stored${later}`;
}
