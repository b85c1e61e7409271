/**
 * An Auth0 client (application) as the Management API describes it. Other keys of an exported
 * client are accepted and ignored.
 */
export interface Client {
  readonly client_id: string;
  /**
   * Origins whose pages may sign users up, such as `https://app.example.com` or
   * `https://*.example.com`. Absent: every origin; an empty list: none. Requests without an
   * `Origin` header (servers, curl) are not concerned.
   */
  readonly allowed_origins?: readonly string[] | null;
  /** Callback URLs; with `allowed_origins` their origins are allowed as well. */
  readonly callbacks?: readonly string[] | null;
  /** The client that a request without `client_id` means, when it is the only one. */
  readonly global?: boolean;
  readonly [key: string]: unknown;
}
