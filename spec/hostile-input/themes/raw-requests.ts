import { CANARY } from '../../support/canary';
import { signupHead, signupText } from '../../support/raw-request';
import { BASE } from '../support/requests';

/** Bytes for a socket, and the statuses of the responses until the connection ends. */
export interface RawAttack {
  readonly title: string;
  /** Each piece is sent when the previous one was flushed. */
  readonly pieces: readonly (string | Buffer)[];
  /** The allowed results. */
  readonly statuses: readonly (readonly number[])[];
  /** The stored addresses, one for each 200. */
  readonly stored?: readonly string[];
  /** Set when Node may end the connection during the sign-up. */
  readonly mayGetNoResponse?: true;
  /** Whether the client ends its side of the connection after the last piece. */
  readonly fin?: true;
}

const TEXT = JSON.stringify(BASE);
const LENGTH = Buffer.byteLength(TEXT);
const OK = signupText(BASE);
const A = 'a@example.com';
const B = 'b@example.com';
const SECOND = JSON.stringify({ ...BASE, email: B });
const SECOND_REQUEST = signupText({ ...BASE, email: B });

/** The head of {@link OK}, with changed or additional lines. */
function head(
  change: Readonly<Record<string, string | undefined>>,
  ...more: readonly string[]
): string {
  const lines: Record<string, string | undefined> = {
    start: 'POST /dbconnections/signup HTTP/1.1',
    host: 'Host: localhost',
    connection: 'Connection: close',
    type: 'Content-Type: application/json',
    length: `Content-Length: ${LENGTH}`,
    ...change,
  };
  return `${[...Object.values(lines).filter((line) => line !== undefined), ...more].join('\r\n')}\r\n\r\n`;
}

const KEEP = { connection: undefined };
const CHUNKED = { length: 'Transfer-Encoding: chunked' };
const chunk = (text: string, size = Buffer.byteLength(text).toString(16)) =>
  `${size}\r\n${text}\r\n`;
const LAST = '0\r\n\r\n';
const IN_CHUNKS = chunk(TEXT) + LAST;

const bad = (title: string, ...pieces: readonly (string | Buffer)[]): RawAttack => ({
  title,
  pieces,
  statuses: [[400], []],
});
/** Node's parser may accept or reject it; the user is stored exactly if the status is 200. */
const lenient = (title: string, ...pieces: readonly string[]): RawAttack => ({
  title,
  pieces,
  statuses: [[400], [], [200]],
});
const good = (title: string, ...pieces: readonly (string | Buffer)[]): RawAttack => ({
  title,
  pieces,
  statuses: [[200]],
  stored: [A],
});

// A proxy may parse these differently: Node must reject them or read exactly one request.
const SMUGGLING: readonly RawAttack[] = [
  bad('CL.TE', head({}, 'Transfer-Encoding: chunked') + LAST + SECOND_REQUEST),
  bad('CL.TE with a sign-up in chunks', head({}, 'Transfer-Encoding: chunked') + IN_CHUNKS),
  bad(
    'TE.CL',
    head({ length: 'Transfer-Encoding: chunked' }, 'Content-Length: 4') +
      chunk(SECOND_REQUEST) +
      LAST,
  ),
  bad(
    'TE.TE',
    head({ length: 'Transfer-Encoding: chunked' }, 'Transfer-Encoding: identity') + IN_CHUNKS,
  ),
  bad('TE: chunked, chunked', head({ length: 'Transfer-Encoding: chunked, identity' }) + IN_CHUNKS),
  bad('TE: xchunked', head({ length: 'Transfer-Encoding: xchunked' }) + IN_CHUNKS),
  bad('TE: identity', head({ length: 'Transfer-Encoding: identity' }) + TEXT),
  bad('TE: "chunked"', head({ length: 'Transfer-Encoding: "chunked"' }) + IN_CHUNKS),
  bad('TE with a vertical tab', head({ length: 'Transfer-Encoding: \x0bchunked' }) + IN_CHUNKS),
  bad('TE with a NUL', head({ length: 'Transfer-Encoding: chunked\0' }) + IN_CHUNKS),
  bad(
    'a space before the colon of TE',
    head({ length: 'Transfer-Encoding : chunked' }) + IN_CHUNKS,
  ),
  bad('a TE that is folded', head({ length: 'Transfer-Encoding:\r\n chunked' }) + IN_CHUNKS),
  bad(
    'a TE after a bare LF',
    head({ length: 'X: y\nTransfer-Encoding: chunked' }, `Content-Length: ${LENGTH}`) + IN_CHUNKS,
  ),
  bad('a TE after a bare CR', head({ length: 'X: y\rTransfer-Encoding: chunked' }) + IN_CHUNKS),
  bad('two lengths', head({}, 'Content-Length: 5') + TEXT),
  bad('two equal lengths', head({}, `Content-Length: ${LENGTH}`) + TEXT),
  bad('a list of lengths', head({ length: `Content-Length: ${LENGTH}, ${LENGTH}` }) + TEXT),
  bad('a length with a plus', head({ length: `Content-Length: +${LENGTH}` }) + TEXT),
  bad('a length with a minus', head({ length: 'Content-Length: -1' }) + TEXT),
  bad('a length in hex', head({ length: `Content-Length: 0x${LENGTH.toString(16)}` }) + TEXT),
  bad('a length with an exponent', head({ length: 'Content-Length: 1e2' }) + TEXT),
  bad('a length with a fraction', head({ length: `Content-Length: ${LENGTH}.0` }) + TEXT),
  bad('a length with an underscore', head({ length: 'Content-Length: 1_0' }) + TEXT),
  bad('a length that is not a number', head({ length: 'Content-Length: many' }) + TEXT),
  bad('an empty length', head({ length: 'Content-Length:' }) + TEXT),
  bad('a length beyond 64 bits', head({ length: `Content-Length: ${'9'.repeat(30)}` }) + TEXT),
  bad('a length with a space inside', head({ length: 'Content-Length: 1 0' }) + TEXT),
  bad(
    'a space before the colon of a length',
    head({ length: `Content-Length : ${LENGTH}` }) + TEXT,
  ),
  bad('a length that is folded', head({ length: `Content-Length:\r\n ${LENGTH}` }) + TEXT),
  good('a length with zeroes', head({ length: `Content-Length: 000${LENGTH}` }) + TEXT),
  good(
    'a length with surrounding spaces',
    head({ length: `Content-Length:   ${LENGTH}   ` }) + TEXT,
  ),
  bad('a chunk with a size that is not a number', head(CHUNKED) + chunk(TEXT, 'zz') + LAST),
  bad('a chunk with a size of hex', head(CHUNKED) + chunk(TEXT, `0x${LENGTH.toString(16)}`) + LAST),
  bad('a chunk with a negative size', head(CHUNKED) + chunk(TEXT, '-1') + LAST),
  bad('a chunk beyond 64 bits', head(CHUNKED) + chunk(TEXT, 'f'.repeat(20)) + LAST),
  bad('a chunk that is too long', head(CHUNKED) + chunk(TEXT, (LENGTH - 1).toString(16)) + LAST),
  bad('a chunk that is too short', head(CHUNKED) + chunk(TEXT, (LENGTH + 1).toString(16)) + LAST),
  bad('a chunk without an end of line', `${head(CHUNKED)}${LENGTH.toString(16)}\r\n${TEXT}${LAST}`),
  bad('a chunk with bare LFs', `${head(CHUNKED)}${LENGTH.toString(16)}\n${TEXT}\n0\n\n`),
  bad(
    'a chunk with a size that a space follows',
    head(CHUNKED) + chunk(TEXT, `${LENGTH.toString(16)} `) + LAST,
  ),
  {
    title: 'a chunk with an extension of 20 kB',
    pieces: [head(CHUNKED) + chunk(TEXT, `${LENGTH.toString(16)};x=${'y'.repeat(20_000)}`) + LAST],
    statuses: [[413], [400], []],
  },
  good(
    'a chunk with an extension',
    head(CHUNKED) + chunk(TEXT, `${LENGTH.toString(16)};x=y`) + LAST,
  ),
  good(
    'a chunk with a size in capitals and zeroes',
    head(CHUNKED) + chunk(TEXT, `00${LENGTH.toString(16).toUpperCase()}`) + LAST,
  ),
  good(
    'chunks of one letter',
    head(CHUNKED) + [...TEXT].map((letter) => chunk(letter)).join('') + LAST,
  ),
  good('a trailer', `${head(CHUNKED, 'Trailer: X')}${chunk(TEXT)}0\r\nX: y\r\n\r\n`),
  lenient(
    'trailers that would change the head',
    `${head(CHUNKED)}${chunk(TEXT)}0\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n`,
  ),
  good('TE in capitals', head({ length: 'TRANSFER-ENCODING: CHUNKED' }) + IN_CHUNKS),
];

const HEADS: readonly RawAttack[] = [
  good('a sign-up', OK),
  good('40 bytes at a time', ...(OK.match(/.{1,40}/gs) ?? [])),
  good(
    'headers without values',
    head({}, ...Array.from({ length: 50 }, (_, index) => `X${index}:`)) + TEXT,
  ),
  good('the request line after empty lines', `\r\n\r\n${OK}`),
  good('Host in capitals', head({ host: 'HOST: LOCALHOST' }) + TEXT),
  good('HTTP/1.0', head({ start: 'POST /dbconnections/signup HTTP/1.0', host: undefined }) + TEXT),
  good(
    'an absolute URL of another host',
    head({ start: 'POST http://evil.example/dbconnections/signup HTTP/1.1' }) + TEXT,
  ),
  good(
    'an HTTP2-Settings header without an upgrade',
    head({ connection: 'Connection: close' }, 'HTTP2-Settings: AAMAAABk') + TEXT,
  ),
  bad('no Host', head({ host: undefined }) + TEXT),
  lenient('two Hosts', head({}, 'Host: evil.example') + TEXT),
  lenient('HTTP/2.0', head({ start: 'POST /dbconnections/signup HTTP/2.0' }) + TEXT),
  bad('HTTP/0.9', 'POST /dbconnections/signup\r\n\r\n'),
  bad('HTTP/1.2', head({ start: 'POST /dbconnections/signup HTTP/1.2' }) + TEXT),
  bad('HTTP/11', head({ start: 'POST /dbconnections/signup HTTP/11' }) + TEXT),
  bad('http/1.1', head({ start: 'POST /dbconnections/signup http/1.1' }) + TEXT),
  lenient('no version', head({ start: 'POST /dbconnections/signup' }) + TEXT),
  bad('no path', head({ start: 'POST HTTP/1.1' }) + TEXT),
  lenient('two spaces', head({ start: 'POST  /dbconnections/signup  HTTP/1.1' }) + TEXT),
  bad('a tab for a space', head({ start: 'POST\t/dbconnections/signup\tHTTP/1.1' }) + TEXT),
  bad('a space in the path', head({ start: 'POST /dbconnections /signup HTTP/1.1' }) + TEXT),
  bad('a NUL in the path', head({ start: 'POST /dbconnections/\0signup HTTP/1.1' }) + TEXT),
  bad('a method in lower case', head({ start: 'post /dbconnections/signup HTTP/1.1' }) + TEXT),
  bad('an unknown method', head({ start: 'FOO /dbconnections/signup HTTP/1.1' }) + TEXT),
  bad('a method of 10 kB', head({ start: `${'P'.repeat(10_000)} / HTTP/1.1` }) + TEXT),
  bad('a method with a colon', head({ start: 'PO:ST /dbconnections/signup HTTP/1.1' }) + TEXT),
  bad('a CONNECT', head({ start: 'CONNECT evil.example:443 HTTP/1.1' }) + TEXT),
  bad('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  bad('a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')),
  bad('a message to MongoDB', Buffer.from('3a0000000100000000000000dd0700000000000000', 'hex')),
  bad('SSH', 'SSH-2.0-OpenSSH_9.9\r\n'),
  bad('SMTP', 'EHLO evil.example\r\n'),
  bad('the PROXY protocol', `PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n${OK}`),
  bad('the password alone', `${CANARY}\r\n\r\n`),
  bad('a body alone', TEXT),
  bad('zeroes', Buffer.alloc(1000)),
  bad('all bytes', Buffer.from(Array.from({ length: 256 }, (_, index) => index))),
  bad('a NUL in a header', head({}, 'X: a\0b') + TEXT),
  bad('a bare CR in a header', head({}, 'X: a\rb') + TEXT),
  bad('a control character in a header', head({}, 'X: a\x01b') + TEXT),
  bad('a header without a name', head({}, ': x') + TEXT),
  bad('a header without a colon', head({}, 'nothing') + TEXT),
  bad('a header with a space in its name', head({}, 'X Y: z') + TEXT),
  bad('a header with a letter beyond ASCII in its name', head({}, 'Ä: z') + TEXT),
  bad('a header that is folded', head({}, 'X: a\r\n b') + TEXT),
  bad('a first header that begins with a space', head({ host: ' Host: localhost' }) + TEXT),
  bad('line feeds alone', (head({}) + TEXT).replaceAll('\r\n', '\n')),
  {
    title: 'a header of 20 kB',
    pieces: [head({}, `X: ${'y'.repeat(20_000)}`) + TEXT],
    statuses: [[431]],
  },
  {
    title: 'a header name of 20 kB',
    pieces: [head({}, `${'X'.repeat(20_000)}: y`) + TEXT],
    statuses: [[431]],
  },
  {
    title: 'a path of 20 kB',
    pieces: [head({ start: `POST /${'x'.repeat(20_000)} HTTP/1.1` }) + TEXT],
    statuses: [[431]],
  },
  {
    title: '1,500 headers',
    pieces: [head({}, ...Array.from({ length: 1500 }, (_, index) => `X${index}: y`)) + TEXT],
    statuses: [[431], [200]],
  },
  {
    title: 'a HEAD',
    pieces: [head({ start: 'HEAD /dbconnections/signup HTTP/1.1' }) + TEXT],
    statuses: [[405]],
  },
  {
    title: 'an OPTIONS of everything',
    pieces: [head({ start: 'OPTIONS * HTTP/1.1' }) + TEXT],
    statuses: [[404]],
  },
  {
    title: 'an unknown expectation',
    pieces: [head({}, 'Expect: miracles') + TEXT],
    statuses: [[417]],
  },
  {
    title: 'an expectation',
    pieces: [head({}, 'Expect: 100-continue'), TEXT],
    statuses: [[100, 200]],
    stored: [A],
  },
  {
    title: 'a length that is too short',
    pieces: [head({ length: `Content-Length: ${LENGTH - 1}` }) + TEXT],
    statuses: [[400]],
  },
  {
    title: 'a length of zero',
    pieces: [head({ length: 'Content-Length: 0' }) + TEXT],
    statuses: [[400]],
  },
  { title: 'no length', pieces: [head({ length: undefined }) + TEXT], statuses: [[400]] },
];

const PIPELINES: readonly RawAttack[] = [
  {
    title: 'two sign-ups',
    pieces: [head(KEEP) + TEXT + SECOND_REQUEST],
    statuses: [[200, 200]],
    stored: [A, B],
  },
  {
    title: 'the same sign-up twice',
    pieces: [head(KEEP) + TEXT + OK],
    statuses: [[200, 400]],
    stored: [A],
  },
  {
    title: 'the same sign-up twenty times',
    pieces: [(head(KEEP) + TEXT).repeat(19) + OK],
    statuses: [[200, ...Array(19).fill(400)]],
    stored: [A],
  },
  {
    title: 'a valid sign-up after invalid JSON',
    pieces: [head({ ...KEEP, length: 'Content-Length: 1' }), '{', SECOND_REQUEST],
    statuses: [[400, 200]],
    stored: [B],
  },
  {
    title: 'a valid sign-up after another type',
    pieces: [head({ ...KEEP, type: 'Content-Type: text/plain' }) + TEXT + SECOND_REQUEST],
    statuses: [[415, 200]],
    stored: [B],
  },
  {
    title: 'a valid sign-up after another method',
    pieces: [
      head({ ...KEEP, start: 'PUT /dbconnections/signup HTTP/1.1' }) + TEXT + SECOND_REQUEST,
    ],
    statuses: [[405, 200]],
    stored: [B],
  },
  {
    title: 'a valid sign-up after a GET with a body',
    pieces: [
      head({ ...KEEP, start: 'GET /dbconnections/signup HTTP/1.1' }) + TEXT + SECOND_REQUEST,
    ],
    statuses: [[405, 200]],
    stored: [B],
  },
  {
    title: 'a valid sign-up after another path',
    pieces: [head({ ...KEEP, start: 'POST /other HTTP/1.1' }) + TEXT + SECOND_REQUEST],
    statuses: [[404, 200]],
    stored: [B],
  },
  {
    title: 'a sign-up in the body of another',
    pieces: [signupText({ ...BASE, name: SECOND_REQUEST.slice(0, 140) })],
    statuses: [[200]],
    stored: [A],
  },
  {
    title: 'a sign-up in the body of a rejected request',
    pieces: [
      `${head({ ...KEEP, type: 'Content-Type: text/plain', length: `Content-Length: ${SECOND_REQUEST.length}` })}${SECOND_REQUEST}${OK}`,
    ],
    statuses: [[415, 200]],
    stored: [A],
  },
  {
    title: 'a sign-up in a body that is too large',
    pieces: [signupHead(200_000) + SECOND_REQUEST.padEnd(200_000)],
    statuses: [[413]],
  },
  {
    title: 'a valid sign-up, then bytes that are not HTTP',
    pieces: [`${head(KEEP)}${TEXT}`, `${CANARY}\r\n\r\n`],
    statuses: [[200, 400], [200], [400], []],
    mayGetNoResponse: true,
  },
  {
    title: 'a valid sign-up after one with Connection: close',
    pieces: [OK + SECOND_REQUEST],
    statuses: [[200], [400], []],
    mayGetNoResponse: true,
  },
  {
    title: 'a body that includes the start of the next request',
    pieces: [head({ ...KEEP, length: `Content-Length: ${LENGTH + 4}` }) + TEXT + SECOND_REQUEST],
    statuses: [[400, 400], [400]],
  },
  {
    title: 'two bodies as one',
    pieces: [head({ length: `Content-Length: ${LENGTH + SECOND.length}` }) + TEXT + SECOND],
    statuses: [[400]],
  },
];

/** Requests that end early, with FIN. */
const CUT_SHORT: readonly RawAttack[] = [
  ...[0, 1, 10, LENGTH - 1].map((length) =>
    bad(`${length} bytes of ${LENGTH}`, head({}) + TEXT.slice(0, length)),
  ),
  bad('half a head', head({}).slice(0, 80)),
  bad('half a method', 'PO'),
  bad('a head without its last line', head({}).slice(0, -2)),
  bad('nothing at all', ''),
  bad('chunks without the last', head(CHUNKED) + chunk(TEXT)),
  bad('half a chunk', head(CHUNKED) + chunk(TEXT).slice(0, 40)),
  bad('half the size of a chunk', `${head(CHUNKED)}5`),
  bad('the last chunk without its end', `${head(CHUNKED)}${chunk(TEXT)}0\r\n`),
  bad(
    'half of a gzip',
    `${head({ length: 'Content-Length: 500' }, 'Content-Encoding: gzip')}\x1f\x8b\x08`,
  ),
  {
    title: 'an expectation without a body',
    pieces: [head({}, 'Expect: 100-continue')],
    statuses: [[100, 400], [100]],
  },
];

const cutShort = CUT_SHORT.map((attack): RawAttack => ({ ...attack, fin: true }));

export const RAW_THEMES: readonly {
  readonly name: string;
  readonly attacks: readonly RawAttack[];
}[] = [
  { name: 'raw sockets: request smuggling', attacks: SMUGGLING },
  { name: 'raw sockets: heads', attacks: HEADS },
  { name: 'raw sockets: pipelining', attacks: PIPELINES },
  { name: 'raw sockets: cut short', attacks: cutShort },
];
