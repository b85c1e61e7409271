import fc, { type Arbitrary } from 'fast-check';
import {
  DAMAGES,
  type FormEncoding,
  type JsonEncoding,
  type OtherEncoding,
} from '../requests/fuzz-request';

const UTF8_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'Application/JSON ; foo=bar',
];

const mostly = <Value>(value: Value, weight: number, ...others: readonly Value[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const damages = Object.keys(DAMAGES) as (keyof typeof DAMAGES)[];

export const json: Arbitrary<JsonEncoding> = fc
  .record({
    contentType: fc.constantFrom(...UTF8_TYPES),
    escapes: mostly<JsonEncoding['escapes']>('few', 4, 'some', 'all'),
    space: mostly('', 6, ' ', '\n', '\t\r\n '),
    charset: mostly<JsonEncoding['charset']>('utf8', 20, 'utf8 with a BOM', 'utf16le'),
    compression: mostly<JsonEncoding['compression']>('none', 12, 'gzip', 'deflate', 'br'),
    chunked: mostly(false, 8, true),
    damage: mostly<JsonEncoding['damage']>(undefined, 40, ...damages),
  })
  .map((encoding) => ({
    kind: 'json',
    ...encoding,
    ...(encoding.charset === 'utf16le' && { contentType: 'application/json; charset=utf-16le' }),
  }));

export const form: Arbitrary<FormEncoding> = fc.record({
  kind: fc.constant('form'),
  contentType: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=UTF-8',
  ),
  plus: fc.boolean(),
});

const refusedTypes = [
  undefined,
  'text/plain',
  'text/json',
  'application/jsonp',
  'application/vnd.api+json',
  'application/json; charset=latin1',
  'multipart/form-data; boundary=x',
  'application',
];

export const other: Arbitrary<OtherEncoding> = fc.oneof(
  fc.record({ kind: fc.constant('unsupported'), contentType: fc.constantFrom(...refusedTypes) }),
  fc.record({
    kind: fc.constant('unsupported'),
    contentType: fc.constant('application/json'),
    contentEncoding: fc.constantFrom('compress', 'gzip, br', 'utf-8'),
  }),
  fc.record({
    kind: fc.constant('absent'),
    contentType: fc.constantFrom(undefined, 'application/json', 'text/plain'),
  }),
) as Arbitrary<OtherEncoding>;
