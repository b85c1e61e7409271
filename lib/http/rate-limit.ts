import type { Request, Response } from 'express';
import { type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { TooManySignupsError } from '../errors';
import type { RateLimitSettings } from '../options/rate-limit-options';
import { runMiddleware } from './run-middleware';

/** Counts a sign-up; rejects with {@link TooManySignupsError} beyond the limit. */
export type CountSignup = (req: Request, res: Response) => Promise<void>;

// Auth0's default for sign-ups: https://auth0.com/docs/secure/attack-protection/suspicious-ip-throttling
const MAX_SIGNUPS = 50;
const WINDOW_MS = 60_000;
// The smallest network that a site is assigned (RFC 6177): its addresses count as one.
const IPV6_SUBNET = 64;

/** Makes the limiter of a router. The key is the sender's address, never a field of the body. */
export function signupRateLimit(options: RateLimitSettings): CountSignup {
  const { requestPropertyName: property = 'rateLimit' } = options;
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: MAX_SIGNUPS,
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
  const milliseconds = resetTime === undefined ? WINDOW_MS : resetTime.getTime() - Date.now();
  return Math.ceil(milliseconds / 1000);
}

/**
 * The limiter's logger. Errors of the store and express-rate-limit's validation warnings never block
 * a sign-up; each kind is emitted once as a process warning. Validation warnings have no `message`.
 */
function warnings() {
  const emitted = new Set<string>();
  function warn(error: unknown, message?: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    const kind = message ?? reason;
    if (!emitted.has(kind)) {
      emitted.add(kind);
      process.emitWarning(`Sign-up rate limit: ${message ?? ''} ${reason}`, {
        type: 'ExpressDbconnectionsWarning',
        code: 'EXPRESS_DBCONNECTIONS_RATE_LIMIT',
      });
    }
  }
  return { error: warn, warn };
}
