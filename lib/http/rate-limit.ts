import type { Request, Response } from 'express';
import { type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { TooManySignupsError } from '../errors';
import type { SignupRateLimit } from '../options/signup-router-options';
import { runMiddleware } from './run-middleware';

/** Counts a sign-up; rejects with {@link TooManySignupsError} when it is one too many. */
export type CountSignup = (req: Request, res: Response) => Promise<void>;

// Auth0's default for sign-ups: https://auth0.com/docs/secure/attack-protection/suspicious-ip-throttling
const SIGNUPS = 50;
const WINDOW = 60_000;
// The smallest network that one sender is sure to have (RFC 6177): its addresses count as one.
const IPV6_SUBNET = 64;

/** The limiter of a router; the key is the sender's address and nothing that the body says. */
export function signupRateLimit(options: SignupRateLimit): CountSignup {
  const { requestPropertyName: property = 'rateLimit' } = options;
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: SIGNUPS,
    legacyHeaders: true,
    standardHeaders: false,
    passOnStoreError: true,
    logger: warnings(),
    ...(options.keyGenerator === undefined && { ipv6Subnet: IPV6_SUBNET }),
    ...options,
    handler(req, res, next) {
      const retryAfter = res.get('Retry-After') ?? secondsToReset(req, property);
      next(new TooManySignupsError({ retryAfter: Math.max(1, Number(retryAfter)) }));
    },
  });
  return (req, res) => runMiddleware(limiter, req, res);
}

function secondsToReset(req: Request, property: string): number {
  const { resetTime } = (req as unknown as Record<string, RateLimitInfo>)[
    property
  ] as RateLimitInfo;
  const milliseconds = resetTime === undefined ? WINDOW : resetTime.getTime() - Date.now();
  return Math.ceil(milliseconds / 1000);
}

/**
 * A store that fails stops no sign-up, and express-rate-limit's advice to the host stops none
 * either: each is said once. It gives advice without a message of its own.
 */
function warnings() {
  const said = new Set<string>();
  function warn(error: unknown, message?: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    const kind = message ?? reason;
    if (!said.has(kind)) {
      said.add(kind);
      process.emitWarning(`Sign-up rate limit: ${message ?? ''} ${reason}`, {
        type: 'ExpressDbconnectionsWarning',
        code: 'EXPRESS_DBCONNECTIONS_RATE_LIMIT',
      });
    }
  }
  return { error: warn, warn };
}
