/** Auth0's five levels of `passwordPolicy`. */
export type PasswordPolicyLevel = 'none' | 'low' | 'fair' | 'good' | 'excellent';

/** Kinds of characters of the flexible policy. */
export type CharacterType = 'lowercase' | 'uppercase' | 'number' | 'special';

/**
 * `password_options.complexity`. Any key but `max_length_exceeded` replaces the level of
 * `passwordPolicy`; a key that is absent asks for nothing.
 */
export interface PasswordComplexity {
  /** Least length, in UTF-16 units: 1 to 72. */
  readonly min_length?: number;
  readonly character_types?: readonly CharacterType[];
  /** Default `all`; `three_of_four` needs all four `character_types`. */
  readonly character_type_rule?: 'all' | 'three_of_four';
  /** `block`: no more than two identical characters in a row. Default `allow`. */
  readonly identical_characters?: 'allow' | 'block';
  /** `block`: no more than two sequential letters or digits, such as `abc`. Default `allow`. */
  readonly sequential_characters?: 'allow' | 'block';
  /**
   * What a password of more than 72 bytes in UTF-8 gets. Default: a refusal that lists the rule
   * when it is broken. `error` always lists it; `truncate` leaves it to bcrypt to read 72 bytes.
   */
  readonly max_length_exceeded?: 'error' | 'truncate';
}

/** The flexible password policy, `options.password_options`. */
export interface FlexiblePasswordOptions {
  readonly complexity?: PasswordComplexity | null;
  readonly dictionary?: {
    readonly active?: boolean;
    readonly default?: 'en_10k' | 'en_100k';
    /** Up to 200 words of up to 50 characters. */
    readonly custom?: readonly string[];
  } | null;
  /** Accepted; a first password has no history. */
  readonly history?: { readonly active?: boolean; readonly size?: number } | null;
  readonly profile_data?: {
    readonly active?: boolean;
    /** Up to 12 names such as `nickname`, `email` or `user_metadata.city`. */
    readonly blocked_fields?: readonly string[];
  } | null;
}

/** What an Auth0 database connection says about passwords; `null` is as good as absent. */
export interface ConnectionPasswordOptions {
  /** Default `good`; an explicit `null` is Auth0's `none`. */
  readonly passwordPolicy?: PasswordPolicyLevel | null;
  /** `min_length`, 1 to 128, replaces the level's least length. */
  readonly password_complexity_options?: { readonly min_length?: number } | null;
  /** Refuses the 10,000 most common passwords and up to 200 words of one's own. Default off. */
  readonly password_dictionary?: {
    readonly enable?: boolean;
    readonly dictionary?: readonly string[];
  } | null;
  /** Refuses passwords that contain names or the e-mail's local part. Default off. */
  readonly password_no_personal_info?: { readonly enable?: boolean } | null;
  /** Accepted; a first password has no history. */
  readonly password_history?: { readonly enable?: boolean; readonly size?: number } | null;
  readonly password_options?: FlexiblePasswordOptions | null;
}
