import type { Failure } from '../../support/expect-failure';
import type { SentRequest } from '../../support/keep-alive-sender';

/** A sign-up that is right, and what it stores under the keys of the schema. */
export interface Stored {
  /** What the answer shows besides `_id` and `email_verified`, in the documented order. */
  readonly shown: { readonly email: string; readonly [key: string]: unknown };
  readonly connection?: string;
  readonly password?: string;
}

/** An answer that is not the route's: the host's 404, or Node's own to what is no HTTP. */
export interface Foreign {
  readonly statuses: readonly number[];
}

/** A request and the only thing that may come of it. */
export interface Attack {
  readonly title: string;
  readonly sent: Partial<SentRequest>;
  readonly outcome: Failure | Stored | Foreign;
}

/** Attacks of one kind. */
export interface Theme {
  readonly name: string;
  readonly attacks: readonly Attack[];
}
