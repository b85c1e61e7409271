import fc, { type Arbitrary } from 'fast-check';
import {
  DAMAGES,
  type FormWriting,
  type JsonWriting,
  type OtherWriting,
} from '../requests/fuzz-request';

const UTF8_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'Application/JSON ; foo=bar',
];

const usually = <Value>(value: Value, weight: number, ...others: readonly Value[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const damages = Object.keys(DAMAGES) as (keyof typeof DAMAGES)[];

export const json: Arbitrary<JsonWriting> = fc
  .record({
    contentType: fc.constantFrom(...UTF8_TYPES),
    escapes: usually<JsonWriting['escapes']>('few', 4, 'some', 'all'),
    space: usually('', 6, ' ', '\n', '\t\r\n '),
    charset: usually<JsonWriting['charset']>('utf8', 20, 'utf8 with a BOM', 'utf16le'),
    compression: usually<JsonWriting['compression']>('none', 12, 'gzip', 'deflate', 'br'),
    chunked: usually(false, 8, true),
    damage: usually<JsonWriting['damage']>(undefined, 40, ...damages),
  })
  .map((writing) => ({
    kind: 'json',
    ...writing,
    ...(writing.charset === 'utf16le' && { contentType: 'application/json; charset=utf-16le' }),
  }));

export const form: Arbitrary<FormWriting> = fc.record({
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

export const other: Arbitrary<OtherWriting> = fc.oneof(
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
) as Arbitrary<OtherWriting>;
