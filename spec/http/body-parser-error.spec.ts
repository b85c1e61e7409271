import { cleanBodyParserError } from '../../lib/http/body-parser-error';

function parserError(properties: object): Error {
  return Object.assign(new Error('canary'), { body: 'canary', status: 400, ...properties });
}

it.each([
  ['charset.unsupported', 415, 'unsupported_media_type'],
  ['encoding.unsupported', 415, 'unsupported_media_type'],
  ['entity.parse.failed', 400, 'invalid_body'],
  ['entity.too.large', 413, 'payload_too_large'],
  ['entity.verify.failed', 400, 'invalid_body'],
  ['parameters.too.many', 413, 'payload_too_large'],
  ['querystring.parse.rangeError', 400, 'invalid_body'],
  ['request.aborted', 400, 'invalid_body'],
  ['request.size.invalid', 400, 'invalid_body'],
])('body-parser’s %s becomes %d %s, with nothing of the original', (type, status, code) => {
  const clean = cleanBodyParserError(parserError({ type }));
  expect(clean).toMatchObject({ status, code });
  expect(clean?.cause).toBeUndefined();
  expect(JSON.stringify(Object.entries(clean ?? {}))).not.toContain('canary');
});

it.each([
  'Z_DATA_ERROR',
  'Z_BUF_ERROR',
  'ERR__ERROR_FORMAT_PADDING_1',
  'ERR__ERROR_FORMAT_DISTANCE',
  'ZSTD_error_prefix_unknown',
])('the decompressor’s %s becomes a bad body', (code) => {
  expect(cleanBodyParserError(parserError({ code }))).toMatchObject({
    status: 400,
    code: 'invalid_body',
  });
});

it.each<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['a text', 'entity.parse.failed'],
  ['an error of the program', new TypeError('x is not a function')],
  ['an HTTP error of another origin', parserError({})],
  ['a misuse of the parser', parserError({ type: 'stream.not.readable', status: 500 })],
  ['another misuse', parserError({ type: 'stream.encoding.set', status: 500 })],
  ['a type that every object inherits', parserError({ type: 'constructor' })],
  ['a type that is no string', parserError({ type: ['entity.parse.failed'] })],
  ['an error of the system', parserError({ code: 'EMFILE' })],
  ['a code that is a number', parserError({ code: 11000 })],
  ['a code that only contains one of zlib’s', parserError({ code: 'NOT_Z_DATA_ERROR' })],
])('%s is not converted', (_what, error) => {
  expect(cleanBodyParserError(error)).toBeUndefined();
});
