import { SignupError } from './signup-error';

/** More sign-ups from one address than the rate limit allows: 429 with `Retry-After` in seconds. */
export class TooManySignupsError extends SignupError {
  override readonly name = 'TooManySignupsError';
  declare readonly code: 'too_many_requests';

  constructor({ retryAfter }: { readonly retryAfter: number }) {
    super({
      status: 429,
      code: 'too_many_requests',
      message: 'Too many signups from the same IP',
      headers: { 'Retry-After': String(retryAfter) },
    });
  }

  override toJSON() {
    return {
      name: 'AnomalyDetected',
      code: this.code,
      description: this.message,
      statusCode: this.status,
    };
  }
}
