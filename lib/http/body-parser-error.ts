import {
  InvalidBodyError,
  PayloadTooLargeError,
  type SignupError,
  UnsupportedMediaTypeError,
} from '../errors';

// By body-parser's `type`: its messages and other properties may contain the body.
const BY_TYPE: Readonly<Record<string, () => SignupError>> = {
  'charset.invalid': () => new InvalidBodyError('The body is not valid in its charset.'),
  'charset.unsupported': () =>
    new UnsupportedMediaTypeError('The charset in Content-Type is not supported. Use utf-8.'),
  'encoding.unsupported': () =>
    new UnsupportedMediaTypeError(
      'The Content-Encoding is not supported. Use gzip, deflate, br or none.',
    ),
  'entity.parse.failed': () => new InvalidBodyError(),
  'entity.too.large': () => new PayloadTooLargeError(),
  'entity.verify.failed': () => new InvalidBodyError('The body failed a check of this server.'),
  'parameters.too.many': () => new PayloadTooLargeError('The form has too many parameters.'),
  'querystring.parse.rangeError': () => new InvalidBodyError('The form is nested too deeply.'),
  'request.aborted': () => new InvalidBodyError('The request was aborted.'),
  'request.size.invalid': () =>
    new InvalidBodyError('The length of the body is not its Content-Length.'),
};

/** Our error for one of body-parser's, without the body; `undefined` for any other error. */
export function cleanBodyParserError(error: unknown): SignupError | undefined {
  const { type, code } = (error ?? {}) as { type?: unknown; code?: unknown };
  if (typeof type === 'string' && Object.hasOwn(BY_TYPE, type)) {
    return (BY_TYPE[type] as () => SignupError)();
  }
  return isDecompressionError(code)
    ? new InvalidBodyError('The body does not match its Content-Encoding.')
    : undefined;
}

// zlib's error for a body that does not match its Content-Encoding.
function isDecompressionError(code: unknown): boolean {
  return typeof code === 'string' && /^(?:Z_|ERR__|ERR_BROTLI_|ERR_ZLIB_|ZSTD_)/.test(code);
}
