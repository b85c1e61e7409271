import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

export function createSignupServer(app: Express): Server {
  return createServer(
    {
      headersTimeout: 10_000, // ms for the headers of a request
      requestTimeout: 15_000, // ms for the whole request
      connectionsCheckingInterval: 1000, // ms between two checks of both
    },
    app,
  );
}
