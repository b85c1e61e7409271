import { gzipSync } from 'node:zlib';
import { BASE, FORM_TYPE } from '../support/requests';

/** A request whose client disconnects or pauses after some of its bytes. */
export interface Interrupted {
  readonly title: string;
  readonly bytes: Buffer;
  /** How many bytes are sent before that. */
  readonly sentBytes: number;
}

const TEXT = JSON.stringify(BASE);
const FORM = String(new URLSearchParams(BASE));
const PACKED = gzipSync(TEXT);

function whole(body: string | Buffer, ...headers: readonly string[]): Buffer {
  const lines = [
    'POST /dbconnections/signup HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

const JSON_TYPE = 'Content-Type: application/json';
const length = (body: string | Buffer) => `Content-Length: ${Buffer.byteLength(body)}`;

const REQUESTS: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['JSON', whole(TEXT, JSON_TYPE, length(TEXT))],
  ['a form', whole(FORM, `Content-Type: ${FORM_TYPE}`, length(FORM))],
  ['a gzip', whole(PACKED, JSON_TYPE, length(PACKED), 'Content-Encoding: gzip')],
  [
    'chunks',
    whole(
      `${TEXT.length.toString(16)}\r\n${TEXT}\r\n0\r\n\r\n`,
      JSON_TYPE,
      'Transfer-Encoding: chunked',
    ),
  ],
];

function places(bytes: Buffer): readonly (readonly [where: string, sentBytes: number])[] {
  const head = bytes.indexOf('\r\n\r\n') + 4;
  return [
    ['before the first byte', 0],
    ['after the first byte', 1],
    ['in the request line', 20],
    ['in a header', head - 20],
    ['before the final CRLF of the head', head - 2],
    ['after the head', head],
    ['after the first byte of the body', head + 1],
    ['in the middle of the body', head + ((bytes.length - head) >> 1)],
    ['before the last byte', bytes.length - 1],
  ];
}

export const INTERRUPTED: readonly Interrupted[] = REQUESTS.flatMap(([what, bytes]) =>
  places(bytes).map(([where, sentBytes]) => ({ title: `${what}, ${where}`, bytes, sentBytes })),
);

/** Complete requests, whose client disconnects before the response. */
export const COMPLETE: readonly Interrupted[] = REQUESTS.map(([what, bytes]) => ({
  title: what,
  bytes,
  sentBytes: bytes.length,
}));
