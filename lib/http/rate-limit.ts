import type { Request, Response } from 'express';
import { MemoryStore, type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { TooManySignupsError } from '../errors';
import type { RateLimitSettings } from '../options/rate-limit-options';
import { runMiddleware } from './run-middleware';

/** Counts the sign-ups of each sender. */
export interface SignupCounter {
  /** Counts a sign-up; rejects with {@link TooManySignupsError} beyond the limit. */
  count(req: Request, res: Response): Promise<void>;
  /** Undoes {@link count}, for a request that its sender is not responsible for. */
  uncount(req: Request): Promise<void>;
}

// Auth0's default for sign-ups: https://auth0.com/docs/secure/attack-protection/suspicious-ip-throttling
const MAX_SIGNUPS = 50;
const WINDOW_MS = 60_000;
// The smallest network that a site is assigned (RFC 6177): its addresses count as one.
const IPV6_SUBNET = 64;

/** Makes the limiter of a router. The key is the sender's address, never a field of the body. */
export function signupRateLimit(options: RateLimitSettings): SignupCounter {
  const { requestPropertyName: property = 'rateLimit', store = new MemoryStore() } = options;
  const logger = warnings();
  const infoOf = (req: Request) =>
    (req as unknown as Record<string, (RateLimitInfo & { readonly key: string }) | undefined>)[
      property
    ];
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: MAX_SIGNUPS,
    legacyHeaders: true,
    standardHeaders: false,
    passOnStoreError: true,
    logger,
    ...(options.keyGenerator === undefined && { ipv6Subnet: IPV6_SUBNET }),
    ...options,
    store,
    handler(req, res, next) {
      const retryAfter =
        secondsOf(res.get('Retry-After')) ?? secondsToReset(infoOf(req) as RateLimitInfo);
      next(new TooManySignupsError({ retryAfter: Math.max(1, retryAfter) }));
    },
  });

  return {
    async count(req, res) {
      try {
        await withPlainAddress(req, () => runMiddleware(limiter, req, res));
      } finally {
        lowerCaseHeaders(res);
      }
    },
    async uncount(req) {
      const info = infoOf(req);
      try {
        if (info !== undefined) {
          await store.decrement(info.key);
        }
      } catch (error) {
        logger.error(error);
      }
    },
  };
}

/** The whole seconds in a `Retry-After`, which may also be a date (RFC 9110, section 10.2.3). */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) {
    return undefined;
  }
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? (Date.parse(retryAfter) - Date.now()) / 1000 : seconds;
  return Number.isFinite(wait) ? Math.ceil(wait) : undefined;
}

function secondsToReset({ resetTime }: RateLimitInfo): number {
  const milliseconds = resetTime === undefined ? WINDOW_MS : resetTime.getTime() - Date.now();
  return Math.ceil(milliseconds / 1000);
}

const PORT_OR_ZONE =
  /^(?<ipv4>\d+(?:\.\d+){3}):\d+$|^\[(?<bracketed>[^\]%]+)(?:%[^\]]*)?\](?::\d+)?$|^(?<ipv6>[^%]+)%.+$/;

/**
 * Runs `task` while `req.ip` has neither port nor zone. Some proxies add the port, which differs for
 * each connection, to `X-Forwarded-For`.
 */
async function withPlainAddress(req: Request, task: () => Promise<void>): Promise<void> {
  const { ipv4, bracketed, ipv6 } = PORT_OR_ZONE.exec(String(req.ip))?.groups ?? {};
  const value = ipv4 ?? bracketed ?? ipv6;
  if (value === undefined) {
    return task();
  }
  const own = Object.getOwnPropertyDescriptor(req, 'ip');
  Object.defineProperty(req, 'ip', { value, configurable: true });
  try {
    await task();
  } finally {
    Reflect.deleteProperty(req, 'ip');
    if (own !== undefined) {
      Object.defineProperty(req, 'ip', own);
    }
  }
}

/** auth0-java looks the headers up in lower case only; express-rate-limit has no option for that. */
function lowerCaseHeaders(res: Response): void {
  for (const name of res.getHeaderNames()) {
    if (name.includes('ratelimit') || name === 'retry-after') {
      res.setHeader(name, res.getHeader(name) as string);
    }
  }
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
