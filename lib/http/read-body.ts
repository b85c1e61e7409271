import { Readable } from 'node:stream';
import type { Request } from 'express';
import { InvalidBodyError, PayloadTooLargeError } from '../errors';

/**
 * Reads the bytes of a body whose stream has not been read. Rejects as soon as they are known to be
 * more than `limit`, and does not wait for the rest.
 */
export async function readBody(req: Request, limit: number): Promise<Buffer> {
  if (req.readableEncoding) {
    throw new TypeError('req.setEncoding() was called before the sign-up route');
  }
  if (Number(req.headers['content-length']) > limit) {
    throw new PayloadTooLargeError();
  }
  return req.readableEnded ? Buffer.alloc(0) : readStream(req, limit);
}

function readStream(req: Request, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const abort = () => settle(() => reject(new InvalidBodyError('The request was aborted.')));
    const listeners = {
      data(chunk: Buffer) {
        chunks.push(chunk);
        length += chunk.length;
        if (length > limit) {
          req.pause();
          settle(() => reject(new PayloadTooLargeError()));
        }
      },
      end: () => settle(() => resolve(Buffer.concat(chunks))),
      error: abort,
      close: abort,
    };
    const settle = (finish: () => void) => {
      for (const [name, listener] of Object.entries(listeners)) {
        req.off(name, listener);
      }
      finish();
    };
    for (const [name, listener] of Object.entries(listeners)) {
      req.on(name, listener);
    }
    req.resume();
  });
}

/**
 * What body-parser needs of a request. It sets `body` and `_body` on this copy, so that the host's
 * request never holds the password, and may have a `body` that cannot be set.
 */
export function requestCopy(req: Request, body: Buffer): Request {
  const { 'transfer-encoding': _, ...headers } = req.headers;
  headers['content-length'] = String(body.length);
  return Object.assign(Readable.from([body]), { headers }) as unknown as Request;
}
