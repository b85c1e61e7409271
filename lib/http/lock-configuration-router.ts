import { type ErrorRequestHandler, type Response, Router } from 'express';
import {
  type LockConfigurationOptions,
  parseLockConfigurationOptions,
} from '../options/lock-configuration-options';
import { DEFAULT_TIMEOUT_MS } from '../options/timeout';
import { createClients } from '../tenant/clients';
import { type LockConfiguration, lockConfigurations } from '../tenant/lock-configuration';
import { sendJson } from './send-json';
import { withTimeout } from './with-timeout';
import { wrapUnknownError } from './wrap-unknown-error';

const PATH = '/client/:client_id.js';
const MAX_AGE_SECONDS = 60;

/**
 * Makes a router for `GET /client/<client_id>.js`, the script that Auth0's Lock needs to render. It
 * contains the client's database connections and their rules, and nothing else of the tenant. Lock
 * loads it from its `domain`, or from its option `configurationBaseUrl`.
 *
 * An unknown client gets a 404 in JSON. Errors of a resolver go to `next`.
 *
 * @example
 * ```ts
 * app.use(lockConfigurationRouter({ clients, connections }));
 * ```
 *
 * @throws {TypeError} when an option is wrong or unknown.
 */
export function lockConfigurationRouter(options: LockConfigurationOptions): Router {
  const settings = parseLockConfigurationOptions(options);
  const clients = createClients(settings.clients);
  const configurationOf = lockConfigurations(settings.connections);

  const router = Router();
  router.get(PATH, async function lockConfiguration(req, res, next) {
    try {
      const { client_id } = req.params;
      const client = await withTimeout(DEFAULT_TIMEOUT_MS, async (signal) =>
        clients.find(client_id, { signal }),
      );
      if (client === undefined) {
        sendNotFound(res);
        return;
      }
      res.set({
        'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'X-Content-Type-Options': 'nosniff',
      });
      res.type('text/javascript').send(script(configurationOf(client.client_id)));
    } catch (error) {
      next(error);
    }
  });
  router.use('/client', notFoundIfUndecodable, wrapUnknownError);
  return router;
}

function sendNotFound(res: Response): void {
  sendJson(res, 404, { error: 'not_found', error_description: 'client not found' });
}

/** A path that is not percent-encoded correctly names no client. */
const notFoundIfUndecodable: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof URIError) {
    sendNotFound(res);
  } else {
    next(error);
  }
};

/** Escapes what would end an inline script or, before ES2019, a string literal. */
function script(configuration: LockConfiguration): string {
  const json = JSON.stringify(configuration).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `Auth0.setClient(${json});\n`;
}
