import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { InvalidBodyError, UnsupportedMediaTypeError } from '../errors';
import { withFormMetadata } from '../fields/form-metadata';
import { isObject, isPlainObject, type PlainObject } from '../fields/plain-object';
import { cleanBodyParserError } from './body-parser-error';
import { readBody, requestCopy } from './read-body';
import { runMiddleware } from './run-middleware';

/** Resolves with the object in the body; rejects with a `SignupError`. */
export type ParseBody = (req: Request, res: Response) => Promise<PlainObject>;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/**
 * Reads JSON and form bodies of at most `limit` bytes, and leaves `req.body` as it is. A body that the
 * host has parsed is used instead. A request without a body counts as an empty object, so that the
 * response names the first missing field.
 */
export function parseBody(limit: number): ParseBody {
  const parsers: Readonly<Record<string, RequestHandler>> = {
    [JSON_TYPE]: express.json({ limit, type: JSON_TYPE, verify: checkCharset }),
    [FORM]: express.urlencoded({ limit, type: FORM, extended: true, verify: checkCharset }),
  };

  return async function parseBody(req, res) {
    const parsed: unknown = req.body;
    if (hasFields(parsed)) {
      return req.is(FORM) ? withFormMetadata(parsed) : parsed;
    }
    if (!hasBody(req)) {
      return {};
    }
    if (req.readableDidRead) {
      return parsedWithoutFields(parsed);
    }
    const parser = parserFor(req, parsers);
    const copy = requestCopy(req, await readBody(req, limit));
    try {
      await runMiddleware(parser, copy, res);
    } catch (error) {
      throw cleanBodyParserError(error) ?? error;
    }
    return requireObject(copy.body);
  };
}

/** Whether a parser of the host has made this of the body. Express 4 sets an empty object before. */
function hasFields(body: unknown): body is PlainObject {
  return isObject(body) && !ArrayBuffer.isView(body) && Object.keys(body).length > 0;
}

/**
 * What the host has read and parsed to something without fields. That is the body of the sender if
 * JSON can be that; anything else is an error of the host, which the sender must not be blamed for.
 */
function parsedWithoutFields(parsed: unknown): PlainObject {
  if (Array.isArray(parsed) || parsed === null || /^(?:number|boolean)$/.test(typeof parsed)) {
    throw new InvalidBodyError();
  }
  // What parsers make of `{}` and of an empty form.
  if (isPlainObject(parsed)) {
    return parsed;
  }
  throw new TypeError(
    'The request body was read before the sign-up route, and req.body is not a plain object with ' +
      'its fields',
  );
}

function requireObject(body: unknown): PlainObject {
  if (!isObject(body)) {
    throw new InvalidBodyError();
  }
  return body;
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
    throw Object.assign(new Error(), { type: 'charset.invalid' });
  }
}
