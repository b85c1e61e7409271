import { join } from 'node:path';

import express, { type Express } from 'express';
import { type SignupRouter, signupErrorHandler, type User } from 'express-dbconnections';
import type { Model } from 'mongoose';

import { home } from './home';
import { lastErrorHandler } from './last-error-handler';
import { listUsers } from './list-users';
import { logFault } from './log-fault';
import type { PageTenant } from './page-tenant';
import { securityHeaders } from './security-headers';

/** What the app is made of; `main.ts` makes the parts, and closes them. */
export interface AppParts {
  readonly signup: SignupRouter;
  readonly users: Model<User>;
  readonly tenant: PageTenant;
}

/** An ordinary Express app with the sign-up route mounted first and its error handler near the end. */
export function createApp({ signup, users, tenant }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');

  app.use(signup);
  app.use(securityHeaders);
  app.get('/ping', (_req, res) => void res.json({ ok: true }));
  app.get('/tenant', (_req, res) => void res.json(tenant));
  app.get('/users', listUsers(users));
  // The page as it was written, then its scripts as they were compiled.
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
