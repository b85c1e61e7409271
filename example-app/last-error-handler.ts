import { STATUS_CODES } from 'node:http';

import type { ErrorRequestHandler } from 'express';

import { statusOf } from './status-of';

/** Errors of the app's other routes: JSON like the rest, and nothing of what went wrong inside. */
export const lastErrorHandler: ErrorRequestHandler = function lastErrorHandler(
  error: unknown,
  _req,
  res,
  next,
) {
  if (res.headersSent) return next(error);
  const status = statusOf(error);
  res.status(status).json({
    error: status < 500 ? 'invalid_request' : 'server_error',
    error_description: STATUS_CODES[status],
  });
};
