import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  constants as zlib,
} from 'node:zlib';
import { CANARY } from '../../support/canary';
import { type Failure, sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import {
  BAD_BODY,
  BAD_BYTES,
  BAD_CHARSET,
  BAD_COMPRESSION,
  BAD_ENCODING,
  BASE,
  FORM_TYPE,
  JSON_TYPE,
  OK,
  showing,
  TOO_LARGE,
} from '../support/requests';

const TEXT = JSON.stringify(BASE);
const BYTES = Buffer.from(TEXT);
const MEGABYTE = 1024 * 1024;

function body(
  title: string,
  bytes: Buffer | string,
  headers: Readonly<Record<string, string>>,
  outcome: Attack['outcome'],
): Attack {
  return {
    title,
    request: { headers: { 'content-type': JSON_TYPE, ...headers }, body: bytes },
    outcome,
  };
}

const charset = (name: string, bytes: Buffer | string, outcome: Attack['outcome']) =>
  body(`charset=${name}`, bytes, { 'content-type': `${JSON_TYPE}; charset=${name}` }, outcome);

const encoded = (title: string, encoding: string, bytes: Buffer, outcome: Attack['outcome']) =>
  body(`${encoding}: ${title}`, bytes, { 'content-encoding': encoding }, outcome);

/** {@link TEXT} with these bytes in the value of `name`. */
const inName = (...bytes: readonly number[]) =>
  Buffer.concat([
    Buffer.from(TEXT.replace(/}$/, ',"name":"a')),
    Buffer.from(bytes),
    Buffer.from('b"}'),
  ]);
const inPassword = (...bytes: readonly number[]) =>
  Buffer.concat([Buffer.from(TEXT.replace(/"}$/, '')), Buffer.from(bytes), Buffer.from('"}')]);

const INVALID_UTF_8: readonly (readonly [what: string, ...bytes: number[]])[] = [
  ['a byte of Latin 1', 0xe9],
  ['a lone continuation byte', 0x80],
  ['the first byte of two', 0xc3],
  ['the first bytes of three', 0xe2, 0x82],
  ['the first bytes of four', 0xf0, 0x9f, 0x98],
  ['an overlong slash', 0xc0, 0xaf],
  ['an overlong NUL', 0xc0, 0x80],
  ['an overlong quote', 0xe0, 0x80, 0xa2],
  ['a lone surrogate', 0xed, 0xa0, 0x80],
  ['a surrogate pair in CESU-8', 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  ['a code point beyond Unicode', 0xf4, 0x90, 0x80, 0x80],
  ['six bytes for one letter', 0xfc, 0x83, 0xbf, 0xbf, 0xbf, 0xbf],
  ['FE', 0xfe],
  ['FF', 0xff],
  ['Shift JIS', 0x83, 0x65, 0x83, 0x58],
];

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

const bomb = (compress: (bytes: Buffer) => Buffer, size: number) =>
  compress(Buffer.alloc(size, ' '));
const packers: readonly (readonly [encoding: string, pack: (bytes: Buffer) => Buffer])[] = [
  ['gzip', (bytes) => gzipSync(bytes)],
  ['deflate', (bytes) => deflateSync(bytes)],
  // The default quality takes a second for 20 MB.
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } })],
];

function compressed(encoding: string, pack: (bytes: Buffer) => Buffer): readonly Attack[] {
  const packed = pack(BYTES);
  const half = packed.subarray(0, packed.length >> 1);
  const flipped = Buffer.from(packed);
  flipped[packed.length >> 1] = (flipped[packed.length >> 1] as number) ^ 0xff;
  return [
    encoded('a sign-up', encoding, packed, OK),
    encoded('a sign-up, in capitals', encoding.toUpperCase(), packed, OK),
    encoded('plain text', encoding, BYTES, BAD_COMPRESSION),
    encoded('plain text that is not JSON', encoding, Buffer.from(CANARY), BAD_COMPRESSION),
    encoded('the first half', encoding, half, BAD_COMPRESSION),
    encoded('the first byte', encoding, packed.subarray(0, 1), BAD_COMPRESSION),
    encoded('without the first byte', encoding, packed.subarray(1), BAD_COMPRESSION),
    // Brotli has no checksum.
    encoded('a changed byte', encoding, flipped, encoding === 'br' ? BAD_BODY : BAD_COMPRESSION),
    encoded('zeroes', encoding, Buffer.alloc(100), BAD_COMPRESSION),
    encoded('compressed twice', encoding, pack(packed), BAD_BYTES),
    encoded('bad JSON', encoding, pack(Buffer.from(`{"password":${CANARY}}`)), BAD_BODY),
    encoded('an array', encoding, pack(Buffer.from(`["${CANARY}"]`)), BAD_BODY),
    encoded('nothing', encoding, pack(Buffer.alloc(0)), sentence('client_id is required')),
    encoded('1 MB of spaces', encoding, bomb(pack, MEGABYTE), TOO_LARGE),
    encoded('20 MB of spaces', encoding, bomb(pack, 20 * MEGABYTE), TOO_LARGE),
    encoded('100 kB and a byte', encoding, pack(Buffer.from(TEXT.padEnd(102_401))), TOO_LARGE),
    encoded('100 kB', encoding, pack(Buffer.from(TEXT.padEnd(102_400))), OK),
    encoded('in quotes', `"${encoding}"`, packed, BAD_ENCODING),
    encoded('twice in the header', `${encoding}, ${encoding}`, packed, BAD_ENCODING),
    encoded('with identity', `${encoding}, identity`, packed, BAD_ENCODING),
    encoded('with a weight', `${encoding};q=1`, packed, BAD_ENCODING),
    {
      title: `${encoding}: a form`,
      request: {
        headers: { 'content-type': FORM_TYPE, 'content-encoding': encoding },
        body: pack(Buffer.from(String(new URLSearchParams(BASE)))),
      },
      outcome: OK,
    },
    {
      title: `${encoding}: a form of 20 MB`,
      request: {
        headers: { 'content-type': FORM_TYPE, 'content-encoding': encoding },
        body: pack(Buffer.alloc(20 * MEGABYTE, 'a=b&')),
      },
      outcome: TOO_LARGE,
    },
  ];
}

/** Bodies that are too large, or expensive for a careless parser. */
const SIZES: readonly (readonly [what: string, text: string, outcome: Failure])[] = [
  ['5 MB of spaces', TEXT.padEnd(5 * MEGABYTE), TOO_LARGE],
  ['100 kB and a byte', TEXT.padEnd(102_401), TOO_LARGE],
  ['1 MB of a canary', `{"password":"${CANARY.repeat(50_000)}"}`, TOO_LARGE],
  ['50,000 arrays without an end', '['.repeat(50_000), BAD_BODY],
  ['50,000 objects without an end', '{"a":'.repeat(20_000), BAD_BODY],
  ['100,000 digits', `{"a":${'1'.repeat(100_000)}}x`, BAD_BODY],
  ['50,000 invalid escapes', `{"a":"${'\\x'.repeat(50_000)}"}`, BAD_BODY],
  ['a text without an end', `{"a":"${'x'.repeat(100_000)}`, BAD_BODY],
];

export const ENCODINGS: Theme = {
  name: 'encodings and compression',
  attacks: [
    charset('utf-8', TEXT, OK),
    charset('UTF-8', TEXT, OK),
    charset('"utf-8"', TEXT, OK),
    charset('""', TEXT, OK),
    charset('utf-8;x', TEXT, OK),
    charset('utf-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), OK),
    charset('utf-16', Buffer.from(TEXT, 'utf16le'), OK),
    charset('utf-16le', Buffer.from(TEXT, 'utf16le'), OK),
    charset('utf-16be', utf16be(TEXT), OK),
    charset('utf-16', utf16be(`\ufeff${TEXT}`), OK),
    charset('utf-16le', utf16be(TEXT), BAD_BODY),
    charset('utf-16be', TEXT, BAD_BODY),
    charset('utf-16', TEXT, BAD_BODY),
    charset('utf-8', Buffer.from(TEXT, 'utf16le'), BAD_BODY),
    charset('utf-8', utf16be(TEXT), BAD_BODY),
    charset('utf-16le', BYTES.subarray(0, 41), BAD_BYTES),
    ...[
      'utf8',
      'us-ascii',
      'ascii',
      'latin1',
      'iso-8859-1',
      'windows-1252',
      'shift_jis',
      'gbk',
      'big5',
      'utf',
      'utf-',
      'utf-9',
      'utf-99',
      'unicode',
      'x',
      '__proto__',
      'constructor',
      'toString',
      "'utf-8'",
      CANARY,
    ].map((name) => ({
      ...charset(name, TEXT, BAD_CHARSET),
      title: `charset=${name === CANARY ? 'the canary' : name}`,
    })),
    body('a byte-order mark at the start', `\ufeff${TEXT}`, {}, OK),
    body('two byte-order marks at the start', `\ufeff\ufeff${TEXT}`, {}, BAD_BODY),
    body('a byte-order mark at the end', `${TEXT}\ufeff`, {}, BAD_BODY),
    ...INVALID_UTF_8.flatMap(([what, ...bytes]) => [
      body(`invalid UTF-8 in a name: ${what}`, inName(...bytes), {}, BAD_BYTES),
      body(`invalid UTF-8 in a password: ${what}`, inPassword(...bytes), {}, BAD_BYTES),
      body(
        `invalid UTF-8 in a form: ${what}`,
        Buffer.concat([Buffer.from(`${new URLSearchParams(BASE)}&name=`), Buffer.from(bytes)]),
        { 'content-type': FORM_TYPE },
        BAD_BYTES,
      ),
    ]),
    body(
      'UTF-8 sequences of every length',
      inName(0x41, 0xc3, 0xa9, 0xe5, 0xad, 0x97, 0xf0, 0x9f, 0x98, 0x80),
      {},
      showing({ name: 'aAé字😀b' }),
    ),
    ...packers.flatMap(([encoding, pack]) => compressed(encoding, pack)),
    encoded('without a header', 'deflate', deflateRawSync(BYTES), BAD_COMPRESSION),
    encoded('the best level', 'gzip', gzipSync(BYTES, { level: 9 }), OK),
    encoded('no compression', 'gzip', gzipSync(BYTES, { level: 0 }), OK),
    encoded(
      'in two members',
      'gzip',
      Buffer.concat([gzipSync(BYTES.subarray(0, 20)), gzipSync(BYTES.subarray(20))]),
      OK,
    ),
    encoded(
      'two sign-ups in two members',
      'gzip',
      Buffer.concat([gzipSync(BYTES), gzipSync(BYTES)]),
      BAD_BODY,
    ),
    encoded(
      'a wrong checksum',
      'gzip',
      Buffer.concat([gzipSync(BYTES).subarray(0, -8), Buffer.alloc(8)]),
      BAD_COMPRESSION,
    ),
    encoded('as brotli', 'gzip', brotliCompressSync(BYTES), BAD_COMPRESSION),
    encoded('as gzip', 'br', gzipSync(BYTES), BAD_COMPRESSION),
    encoded('as gzip', 'deflate', gzipSync(BYTES), BAD_COMPRESSION),
    encoded(
      'a large window',
      'br',
      brotliCompressSync(BYTES, {
        params: { [zlib.BROTLI_PARAM_LARGE_WINDOW]: 1, [zlib.BROTLI_PARAM_LGWIN]: 28 },
      }),
      BAD_COMPRESSION,
    ),
    encoded('plain text', 'identity', BYTES, OK),
    encoded('plain text', 'Identity', BYTES, OK),
    ...[
      '',
      'compress',
      'x-gzip',
      'zstd2',
      'exi',
      'pack200-gzip',
      'aes128gcm',
      'none',
      'utf-8',
      '*',
      '__proto__',
      'constructor',
      'br,gzip',
      CANARY,
    ].map((encoding) => ({
      ...encoded('gzip', encoding, gzipSync(BYTES), encoding === '' ? BAD_BYTES : BAD_ENCODING),
      title: `content-encoding: ${encoding === CANARY ? 'the canary' : encoding}`,
    })),
    ...SIZES.map(([what, text, outcome]) => body(what, text, {}, outcome)),
    body(
      '45,000 levels in an unknown field',
      TEXT.replace('{', `{"junk":${'['.repeat(45_000)}${']'.repeat(45_000)},`),
      {},
      OK,
    ),
    body(
      'every letter escaped',
      TEXT.replace(/[a-zA-Z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
      {},
      OK,
    ),
    body(
      'spaces and line ends between all tokens',
      JSON.stringify(BASE, undefined, '\t').replaceAll('\n', '\r\n'),
      {},
      OK,
    ),
  ],
};
