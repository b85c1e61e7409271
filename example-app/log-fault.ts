import type { ErrorRequestHandler } from 'express';

import { statusOf } from './status-of';

/**
 * A line on the terminal for what the answer keeps to itself (5xx), then on to the next handler.
 * Names only: a driver's or a parser's message can quote the request, password and all.
 */
export const logFault: ErrorRequestHandler = function logFault(error: unknown, req, _res, next) {
  if (statusOf(error) >= 500) {
    const cause = error instanceof Error ? error.cause : undefined;
    const names = [error, cause].filter((fault) => fault instanceof Error).map(({ name }) => name);
    console.error(`${req.method} ${req.path}: ${names.join(', caused by ')}`);
  }
  next(error);
};
