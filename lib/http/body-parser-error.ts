import {
  InvalidBodyError,
  PayloadTooLargeError,
  type SignupError,
  UnsupportedMediaTypeError,
} from '../errors';

// By body-parser's `type`: its messages and other properties may contain the body.
const BY_TYPE: Readonly<Record<string, new () => SignupError>> = {
  'charset.unsupported': UnsupportedMediaTypeError,
  'encoding.unsupported': UnsupportedMediaTypeError,
  'entity.parse.failed': InvalidBodyError,
  'entity.too.large': PayloadTooLargeError,
  'entity.verify.failed': InvalidBodyError,
  'parameters.too.many': PayloadTooLargeError,
  'querystring.parse.rangeError': InvalidBodyError,
  'request.aborted': InvalidBodyError,
  'request.size.invalid': InvalidBodyError,
};

/** Our error for one of body-parser's, without the body; `undefined` for any other error. */
export function cleanBodyParserError(error: unknown): SignupError | undefined {
  const { type, code } = (error ?? {}) as { type?: unknown; code?: unknown };
  if (typeof type === 'string' && Object.hasOwn(BY_TYPE, type)) {
    return new (BY_TYPE[type] as new () => SignupError)();
  }
  return isDecompressionError(code) ? new InvalidBodyError() : undefined;
}

// zlib's error for a body that does not match its Content-Encoding.
function isDecompressionError(code: unknown): boolean {
  return typeof code === 'string' && /^(?:Z_|ERR__|ERR_BROTLI_|ERR_ZLIB_|ZSTD_)/.test(code);
}
