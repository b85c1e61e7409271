import { safeParse } from 'valibot';
import { bodyLimitSchema } from '../../lib/options/body-limit';
import { parseDocument } from '../../lib/options/parse-options';
import { expectWrongOption } from '../support/expect-wrong-option';

it.each([
  [1, 1],
  [102_400, 102_400],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ['1', 1],
  ['100', 100],
  ['100b', 100],
  ['1.5b', 1],
  ['100kb', 102_400],
  ['100 KB', 102_400],
  ['0.5kb', 512],
  ['1.5Mb', 1_572_864],
  ['1gb', 1_073_741_824],
])('%p is %d bytes', (limit, bytes) => {
  expect(safeParse(bodyLimitSchema, limit).output).toBe(bytes);
});

it.each<[limit: unknown, shown: string]>([
  [0, '0'],
  [-1, '-1'],
  [1.5, '1.5'],
  [2 ** 53, '9007199254740992'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [10n, 'a bigint'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [['100kb'], 'an array'],
  ['', 'an empty string'],
  ...[
    ' ',
    '0',
    '0kb',
    '0.5b',
    '0.0001kb',
    'big',
    'kb',
    '100 bytes',
    '100kbit',
    '100tb',
    '-1kb',
    '+1kb',
    '1e3',
    '0x10',
    '1,000',
    '100\tkb',
    ' 100kb',
    '100kb\n',
    '9'.repeat(400),
  ].map((limit): [string, string] => [limit, 'a string']),
])('rejects %p', (limit, shown) => {
  expectWrongOption(
    () => parseDocument('bodyLimit', bodyLimitSchema, limit),
    'bodyLimit',
    shown,
    "write a number of bytes or a string such as '100kb'",
  );
});
