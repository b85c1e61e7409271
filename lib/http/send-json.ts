import type { Response } from 'express';

const LINGER_MS = 500;

/**
 * The only place that writes a response; sets `no-store` and `nosniff`. Does not use `res.json()`,
 * which adds an ETag for caches and follows the app's settings (`json spaces`, …).
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
  if (res.req.complete === false && res.getHeader('Connection') === 'close') {
    res.write(text);
    endAfterBody(res);
  } else {
    res.end(text);
  }
}

/**
 * Ends a complete response when the rest of the request has arrived, or soon: a connection that is
 * closed while its client still sends is reset, and the client may lose the response.
 */
function endAfterBody(res: Response): void {
  const end = () => {
    clearTimeout(timer);
    res.end();
  };
  const timer = setTimeout(end, LINGER_MS).unref();
  res.req.once('end', end).resume();
}
