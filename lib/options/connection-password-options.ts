import type { Maybe } from './schemas';

/** Auth0's five levels of `passwordPolicy`. */
export type PasswordPolicyLevel = 'none' | 'low' | 'fair' | 'good' | 'excellent';

/** Kinds of characters of the flexible policy. */
export type CharacterType = 'lowercase' | 'uppercase' | 'number' | 'special';

/**
 * `password_options.complexity`. Any key but `max_length_exceeded` replaces the level of
 * `passwordPolicy`; an absent key requires nothing.
 */
export interface PasswordComplexity {
  /** Minimum length, in UTF-16 units: 1 to 72. */
  readonly min_length?: Maybe<number>;
  readonly character_types?: Maybe<readonly CharacterType[]>;
  /** Default `all`; `three_of_four` needs all four `character_types`. */
  readonly character_type_rule?: Maybe<'all' | 'three_of_four'>;
  /** `block`: no more than two identical characters in a row. Default `allow`. */
  readonly identical_characters?: Maybe<'allow' | 'block'>;
  /** `block`: no more than two sequential letters or digits, such as `abc`. Default `allow`. */
  readonly sequential_characters?: Maybe<'allow' | 'block'>;
  /**
   * What happens to a password of more than 72 bytes in UTF-8. Default: it is refused, and the rule
   * is listed only then. `error` always lists the rule; `truncate` accepts the password, of which
   * bcrypt reads 72 bytes.
   */
  readonly max_length_exceeded?: Maybe<'error' | 'truncate'>;
}

/** The flexible password policy, `options.password_options`. */
export interface FlexiblePasswordOptions {
  readonly complexity?: Maybe<PasswordComplexity>;
  readonly dictionary?: Maybe<{
    readonly active?: Maybe<boolean>;
    readonly default?: Maybe<'en_10k' | 'en_100k'>;
    /** Up to 200 words of up to 50 characters. */
    readonly custom?: Maybe<readonly string[]>;
  }>;
  /** Accepted and ignored: a first password has no history. */
  readonly history?: Maybe<{ readonly active?: Maybe<boolean>; readonly size?: Maybe<number> }>;
  readonly profile_data?: Maybe<{
    readonly active?: Maybe<boolean>;
    /** Up to 12 names such as `nickname`, `email` or `user_metadata.city`. */
    readonly blocked_fields?: Maybe<readonly string[]>;
  }>;
}

/** The password rules of an Auth0 database connection; `null` counts as absent. */
export interface ConnectionPasswordOptions {
  /** Default `good`; an explicit `null` is Auth0's `none`. */
  readonly passwordPolicy?: Maybe<PasswordPolicyLevel>;
  /** `min_length`, 1 to 128, replaces the minimum length of the level. */
  readonly password_complexity_options?: Maybe<{ readonly min_length?: Maybe<number> }>;
  /** Refuses the 10,000 most common passwords and up to 200 words of your own. Default off. */
  readonly password_dictionary?: Maybe<{
    readonly enable?: Maybe<boolean>;
    readonly dictionary?: Maybe<readonly string[]>;
  }>;
  /** Refuses passwords that contain names or the local part of the e-mail. Default off. */
  readonly password_no_personal_info?: Maybe<{ readonly enable?: Maybe<boolean> }>;
  /** Accepted and ignored: a first password has no history. */
  readonly password_history?: Maybe<{
    readonly enable?: Maybe<boolean>;
    readonly size?: Maybe<number>;
  }>;
  readonly password_options?: Maybe<FlexiblePasswordOptions>;
}
