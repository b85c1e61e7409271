import { dirname, join } from 'node:path';
import express, { type Express, type Router } from 'express';
import { type SignupRouter, signupErrorHandler, type User } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { lastErrorHandler, logError } from './error-handlers';
import { listUsers } from './list-users';
import { requireOwnHost } from './require-own-host';
import { lockPageHeaders, securityHeaders } from './security-headers';
import { HOME } from './settings';
import type { PageTenant } from './tenant';

/** auth0.js as its package ships it, wherever npm has installed it. */
const AUTH0_JS_FILES = dirname(require.resolve('auth0-js/dist/auth0.min.js'));

/** What the app is made of; `main.ts` makes the parts, and closes them. */
export interface AppParts {
  readonly signup: SignupRouter;
  /** Lock does not render without it. */
  readonly lockConfiguration: Router;
  readonly users: Model<User>;
  readonly tenant: PageTenant;
}

/** An ordinary Express app with the plugin's routes mounted first and its error handler near the end. */
export function createApp({ signup, lockConfiguration, users, tenant }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');

  app.use(requireOwnHost);
  app.use(signup);
  app.use(lockConfiguration);
  app.use(securityHeaders);
  app.use('/lock', lockPageHeaders);
  app.get('/ping', (_req, res) => void res.json({ ok: true }));
  app.get('/tenant', (_req, res) => void res.json(tenant));
  app.get('/users', listUsers(users));
  app.use('/auth0-js/dist', express.static(AUTH0_JS_FILES));
  // The pages from their sources, then their scripts as they were compiled and bundled.
  app.use(express.static(join(HOME, 'page')));
  app.use(express.static(join(HOME, 'dist', 'page')));
  app.use((_req, res) => {
    res.status(404).json({ error: 'not_found', error_description: 'The page is at /.' });
  });

  app.use(logError);
  app.use(signupErrorHandler());
  app.use(lastErrorHandler);
  return app;
}
