import type { Response } from 'express';

/**
 * The only place that writes an answer. Answers to a sign-up are nobody else's business and are
 * what they say they are. Written without `res.json()`: its ETag is for answers that are kept, and
 * the app's settings for JSON (`json spaces`, …) would change the bytes.
 */
export function sendJson(
  res: Response,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = JSON.stringify(body);
  res.statusCode = status;
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  for (const [name, value] of Object.entries(headers)) {
    res.setHeader(name, value);
  }
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
