import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { formText } from './form-text';
import { DAMAGES, type FuzzRequest, type JsonWriting, type Members } from './fuzz-request';
import { jsonText } from './json-text';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body before it is encoded and compressed, for reports. */
  readonly text: string;
  /** How many bytes a server has to read, once they are unpacked. */
  readonly bytes: number;
}

export function writeRequest({ method, origin, members, writing }: FuzzRequest): WireRequest {
  const written = writeBody(members, writing);
  const headers = {
    ...(origin !== undefined && { origin }),
    ...(writing.contentType !== undefined && { 'content-type': writing.contentType }),
    ...written.headers,
  };
  return { ...written, method, headers };
}

function writeBody(members: Members, writing: FuzzRequest['writing']) {
  if (writing.kind === 'json') {
    return writeJson(members, writing);
  }
  const { contentEncoding } = { contentEncoding: undefined, ...writing };
  const text = writing.kind === 'absent' ? '' : textOf(members, writing);
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

function textOf(members: Members, writing: FuzzRequest['writing']): string {
  return writing.kind === 'form'
    ? formText(members, writing.plus)
    : jsonText(members, { escapes: 'few', space: '' });
}

const COMPRESSIONS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

function writeJson(members: Members, writing: JsonWriting) {
  const { damage, charset, compression, chunked } = writing;
  const whole = jsonText(members, writing);
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

function encode(text: string, charset: JsonWriting['charset']): Buffer {
  return charset === 'utf16le'
    ? Buffer.from(text, 'utf16le')
    : Buffer.from(charset === 'utf8' ? text : `\ufeff${text}`);
}
