import type { Response } from 'express';

/**
 * The only place that writes an answer. Answers to a sign-up are nobody else's business and are
 * what they say they are.
 */
export function sendJson(
  res: Response,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers });
  res.status(status).type('json').json(body);
}
