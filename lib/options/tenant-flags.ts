import v = require('valibot');

import type { Maybe } from './maybe';
import { auth0Object } from './object-schemas';
import { bool } from './schemas';

/** Auth0's tenant flags. Those that do not concern sign-up are accepted and ignored. */
export interface TenantFlags {
  /**
   * `true`: the response shows that an address or a username is taken. Default `false`: every such
   * refusal is the same `invalid_signup`.
   */
  readonly enable_public_signup_user_exists_error?: Maybe<boolean>;
  readonly [flag: string]: unknown;
}

/** The option `flags`. */
export const flagsSchema = auth0Object(
  { enable_public_signup_user_exists_error: v.nullish(bool, false) },
  { documented: [] },
);
