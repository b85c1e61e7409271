import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { InvalidBodyError, UnsupportedMediaTypeError } from '../errors';
import { isObject, type PlainObject } from '../fields/plain-object';
import { cleanBodyParserError } from './body-parser-error';
import { runMiddleware } from './run-middleware';

/** Resolves with the object in the body; rejects with a `SignupError`. */
export type ParseBody = (req: Request, res: Response) => Promise<PlainObject>;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Reads JSON and form bodies of at most `limit` bytes. A body that the host has parsed is used
 * unchanged. A request without a body counts as an empty object, so that the response names the
 * first missing field.
 */
export function parseBody(limit: number): ParseBody {
  const parsers: Readonly<Record<string, RequestHandler>> = {
    [JSON_TYPE]: express.json({ limit, type: JSON_TYPE, verify: checkCharset }),
    [FORM]: express.urlencoded({ limit, type: FORM, extended: true, verify: checkCharset }),
  };

  return async function parseBody(req, res) {
    if (!isParsed(req)) {
      req.body = undefined;
      if (hasBody(req)) {
        const parser = parserFor(req, parsers);
        try {
          await runMiddleware(parser, req, res);
        } catch (error) {
          throw cleanBodyParserError(error) ?? error;
        }
      }
    }
    const body: unknown = req.body ?? {};
    if (!isObject(body) || Buffer.isBuffer(body)) {
      throw new InvalidBodyError();
    }
    return body;
  };
}

/**
 * Whether a parser of the host has run: the body has fields, or the stream has been read. Express 4's
 * parsers set an empty object on requests that they skip.
 */
function isParsed(req: Request): boolean {
  const body: unknown = req.body;
  const hasFields = isObject(body) && !Buffer.isBuffer(body) && Object.keys(body).length > 0;
  return hasFields || (body !== undefined && req.readableDidRead);
}

function hasBody(req: Request): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
}

function parserFor(
  req: Request,
  parsers: Readonly<Record<string, RequestHandler>>,
): RequestHandler {
  const type = req.is([JSON_TYPE, FORM]);
  const parser = typeof type === 'string' ? parsers[type] : undefined;
  if (parser === undefined) {
    throw new UnsupportedMediaTypeError();
  }
  return parser;
}

/**
 * The accepted charsets, each with a check that bytes are valid in it. Decoders replace every
 * invalid sequence with U+FFFD, so different passwords would have the same hash.
 */
const CHARSETS = new Map<string, (body: Buffer) => boolean>([
  ['utf-8', isUtf8],
  ['utf-16', hasWholeUnits],
  ['utf-16le', hasWholeUnits],
  ['utf-16be', hasWholeUnits],
  // Forms only; every byte is valid.
  ['iso-8859-1', () => true],
]);

function hasWholeUnits(body: Buffer): boolean {
  return body.length % 2 === 0;
}

function checkCharset(_req: unknown, _res: unknown, body: Buffer, charset: string): void {
  const isWellFormed = CHARSETS.get(charset);
  if (isWellFormed === undefined) {
    throw Object.assign(new Error(), { type: 'charset.unsupported' });
  }
  if (!isWellFormed(body)) {
    throw new InvalidBodyError();
  }
}
