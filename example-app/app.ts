import { join } from 'node:path';

import express, { type Express, type Router } from 'express';
import { type SignupRouter, signupErrorHandler, type User } from 'express-dbconnections';
import type { Model } from 'mongoose';

import { auth0JsFiles } from './auth0-js-files';
import { home } from './home';
import { lastErrorHandler } from './last-error-handler';
import { listUsers } from './list-users';
import { lockPagePolicy } from './lock-page-policy';
import { logFault } from './log-fault';
import type { PageTenant } from './page-tenant';
import { securityHeaders } from './security-headers';

/** What the app is made of; `main.ts` makes the parts, and closes them. */
export interface AppParts {
  readonly signup: SignupRouter;
  /** Without it Lock does not render. */
  readonly lockConfiguration: Router;
  readonly users: Model<User>;
  readonly tenant: PageTenant;
}

/** An ordinary Express app with the plugin's routes mounted first and its error handler near the end. */
export function createApp({ signup, lockConfiguration, users, tenant }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');

  app.use(signup);
  app.use(lockConfiguration);
  app.use(securityHeaders);
  app.use('/lock', lockPagePolicy);
  app.get('/ping', (_req, res) => void res.json({ ok: true }));
  app.get('/tenant', (_req, res) => void res.json(tenant));
  app.get('/users', listUsers(users));
  app.use('/auth0-js/dist', auth0JsFiles);
  // The pages as they were written, then their scripts as they were compiled and bundled.
  app.use(express.static(join(home, 'page')));
  app.use(express.static(join(home, 'dist', 'page')));
  app.use((_req, res) => {
    res.status(404).json({ error: 'not_found', error_description: 'The page is at /.' });
  });

  app.use(logFault);
  app.use(signupErrorHandler());
  app.use(lastErrorHandler);
  return app;
}
