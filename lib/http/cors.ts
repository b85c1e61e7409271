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
 * Responds to preflights, and sets the CORS headers of all later responses: a browser hides errors
 * without them as well. A preflight names no client, so the origins of all clients are allowed here;
 * the sign-up itself checks the origins of its client.
 */
export function signupCors(clients: Clients, timeout: number): RequestHandler {
  const headers = clients.allowEveryOrigin ? forEveryOrigin() : forOriginsOf(clients, timeout);
  return function signupCors(req, res, next) {
    res.vary('Origin');
    headers(req, res, next);
  };
}

/** `cors` handles preflights only; all other responses get two constant headers. */
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

/** The requesting origin if it is allowed, otherwise none, so that the browser blocks the response. */
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
