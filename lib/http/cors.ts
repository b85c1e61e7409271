import cors, { type CorsOptions } from 'cors';
import type { Request, RequestHandler } from 'express';
import type { Clients } from '../tenant/clients';
import { withTimeout } from './with-timeout';

const EXPOSED = 'X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset,Retry-After';

const OPTIONS: CorsOptions = {
  methods: ['POST'],
  allowedHeaders: ['Content-Type', 'Auth0-Client', 'X-Request-Language'],
  exposedHeaders: EXPOSED,
  maxAge: 600,
};

/**
 * Answers preflights and puts CORS headers on whatever is answered later, refusals included: a
 * browser hides an answer without them. A preflight names no client, so that the origins of all
 * clients are allowed here; whose they are is checked with the POST.
 */
export function signupCors(clients: Clients, timeout: number): RequestHandler {
  const headers = clients.allowEveryOrigin ? forEveryOrigin() : forOriginsOf(clients, timeout);
  return function signupCors(req, res, next) {
    res.vary('Origin');
    headers(req, res, next);
  };
}

/** The package is asked about preflights alone: for the rest the headers are always the same. */
function forEveryOrigin(): RequestHandler {
  const preflight = cors({ ...OPTIONS, origin: '*' });
  return (req, res, next) => {
    if (req.method === 'OPTIONS') {
      preflight(req, res, next);
      return;
    }
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.setHeader('Access-Control-Expose-Headers', EXPOSED);
    next();
  };
}

function forOriginsOf(clients: Clients, timeout: number): RequestHandler {
  return cors<Request>((req, done) => {
    allowedOrigins(clients, req.headers.origin, timeout).then(
      (origin) => done(null, { ...OPTIONS, origin }),
      (error) => done(error),
    );
  });
}

/** At most the one that asks; the headers of no origin are what a browser takes for a refusal. */
async function allowedOrigins(
  clients: Clients,
  origin: string | undefined,
  timeout: number,
): Promise<string[]> {
  return origin !== undefined && (await isAllowed(clients, origin, timeout)) ? [origin] : [];
}

function isAllowed(clients: Clients, origin: string, timeout: number): Promise<boolean> {
  return withTimeout(timeout, async (signal) => clients.allowsOrigin(origin, { signal }));
}
