import type { Failure } from '../../support/expect-failure';
import type { Success } from '../../support/expect-signup';
import type { SentRequest } from '../../support/keep-alive-sender';

/** A response of the host or of Node: a 404, or one to invalid HTTP. */
export interface OtherResponse {
  readonly statuses: readonly number[];
}

/** A request and its only correct outcome. */
export interface Attack {
  readonly title: string;
  readonly request: Partial<SentRequest>;
  readonly outcome: Failure | Success | OtherResponse;
}

/** Attacks of one kind. */
export interface Theme {
  readonly name: string;
  readonly attacks: readonly Attack[];
}
