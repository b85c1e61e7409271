import type { ConnectionPasswordOptions } from '../password/connection-password-options';

/**
 * `options` of a database connection. Keys of an exported connection that do not concern sign-up
 * are accepted and ignored; keys that would change it and are not honoured (`attributes`,
 * `customScripts`, …) are refused when the router is made.
 */
export interface ConnectionOptions extends ConnectionPasswordOptions {
  /** Whether users need a username besides their e-mail address. Default `false`. */
  readonly requires_username?: boolean | null;
  /** Length of usernames: default 1 to 15, at most 128. */
  readonly validation?: {
    readonly username?: { readonly min?: number; readonly max?: number } | null;
  } | null;
  /** `true` refuses every sign-up on this connection. Default `false`. */
  readonly disable_signup?: boolean | null;
  readonly [key: string]: unknown;
}

/** An Auth0 connection as the Management API describes it; only `strategy: 'auth0'` signs up. */
export interface DatabaseConnection {
  readonly name: string;
  readonly strategy: string;
  /** Client IDs that may use the connection. Absent or empty: none. */
  readonly enabled_clients?: readonly string[] | null;
  readonly options?: ConnectionOptions | null;
  readonly [key: string]: unknown;
}
