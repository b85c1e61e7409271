import {
  InvalidBodyError,
  PayloadTooLargeError,
  type SignupError,
  UnsupportedMediaTypeError,
} from '../errors';

// body-parser's own names: its messages, statuses and further properties quote the body.
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

/** The clean twin of an error of body-parser's, `undefined` for any other error. */
export function cleanBodyParserError(error: unknown): SignupError | undefined {
  const { type, code } = (error ?? {}) as { type?: unknown; code?: unknown };
  if (typeof type === 'string' && Object.hasOwn(BY_TYPE, type)) {
    return new (BY_TYPE[type] as new () => SignupError)();
  }
  return isCompressionFault(code) ? new InvalidBodyError() : undefined;
}

// A body that is not what its Content-Encoding says comes as an error of zlib's.
function isCompressionFault(code: unknown): boolean {
  return typeof code === 'string' && /^(?:Z_|ERR__|ERR_BROTLI_|ERR_ZLIB_|ZSTD_)/.test(code);
}
