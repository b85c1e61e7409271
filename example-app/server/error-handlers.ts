import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';

/**
 * Logs the errors that the response does not describe (5xx), then passes them on. Only names are
 * printed: the message of a driver or a parser can quote the request, password included.
 */
export const logError: ErrorRequestHandler = function logError(error: unknown, req, _res, next) {
  if (statusOf(error) >= 500) {
    const cause = error instanceof Error ? error.cause : undefined;
    const names = [error, cause].filter((one) => one instanceof Error).map(({ name }) => name);
    console.error(`${req.method} ${req.path}: ${names.join(', caused by ')}`);
  }
  next(error);
};

/** For errors of the app's other routes: JSON like the rest, without details. */
export const lastErrorHandler: ErrorRequestHandler = function lastErrorHandler(
  error: unknown,
  _req,
  res,
  next,
) {
  if (res.headersSent) {
    return next(error);
  }
  const status = statusOf(error);
  res.status(status).json({
    error: status < 500 ? 'invalid_request' : 'server_error',
    error_description: STATUS_CODES[status],
  });
};

/** The status that an error asks for, as Express reads it; 500 without one. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
