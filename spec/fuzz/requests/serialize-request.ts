import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { formText } from './form-text';
import { DAMAGES, type FuzzRequest, type JsonEncoding, type Members } from './fuzz-request';
import { jsonText } from './json-text';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body before encoding and compression, for error messages. */
  readonly text: string;
  /** Length of the body after decompression. */
  readonly bytes: number;
}

export function serializeRequest({ method, origin, members, encoding }: FuzzRequest): WireRequest {
  const written = serializeBody(members, encoding);
  const headers = {
    ...(origin !== undefined && { origin }),
    ...(encoding.contentType !== undefined && { 'content-type': encoding.contentType }),
    ...written.headers,
  };
  return { ...written, method, headers };
}

function serializeBody(members: Members, encoding: FuzzRequest['encoding']) {
  if (encoding.kind === 'json') {
    return serializeJson(members, encoding);
  }
  const { contentEncoding } = { contentEncoding: undefined, ...encoding };
  const text = encoding.kind === 'absent' ? '' : textOf(members, encoding);
  const body = Buffer.from(text);
  return {
    text,
    body,
    bytes: body.length,
    headers: {
      'content-length': String(body.length),
      ...(contentEncoding !== undefined && { 'content-encoding': contentEncoding }),
    },
  };
}

function textOf(members: Members, encoding: FuzzRequest['encoding']): string {
  return encoding.kind === 'form'
    ? formText(members, encoding.plus)
    : jsonText(members, { escapes: 'few', space: '' });
}

const COMPRESSIONS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

function serializeJson(members: Members, encoding: JsonEncoding) {
  const { damage, charset, compression, chunked } = encoding;
  const whole = jsonText(members, encoding);
  const text = damage === undefined ? whole : DAMAGES[damage](whole);
  const bytes = encode(text, charset);
  const body = compression === 'none' ? bytes : COMPRESSIONS[compression](bytes);
  return {
    text,
    body,
    bytes: bytes.length,
    headers: {
      ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
      ...(compression !== 'none' && { 'content-encoding': compression }),
    },
  };
}

function encode(text: string, charset: JsonEncoding['charset']): Buffer {
  return charset === 'utf16le'
    ? Buffer.from(text, 'utf16le')
    : Buffer.from(charset === 'utf8' ? text : `\ufeff${text}`);
}
