import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

export function createSignupServer(app: Express): Server {
  return createServer(
    {
      headersTimeout: 10_000, // ms until the head of a request has to be there,
      requestTimeout: 15_000, // and all of it,
      connectionsCheckingInterval: 1000, // which Node looks at so often.
    },
    app,
  );
}
