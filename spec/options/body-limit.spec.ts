import { bodyLimit } from '../../lib/options/body-limit';

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
  expect(bodyLimit(limit)).toBe(bytes);
});

it.each([
  [0],
  [-1],
  [1.5],
  [2 ** 53],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [10n],
  [null],
  [undefined],
  [true],
  [['100kb']],
  [''],
  [' '],
  ['0'],
  ['0kb'],
  ['0.5b'],
  ['0.0001kb'],
  ['big'],
  ['kb'],
  ['100 bytes'],
  ['100kbit'],
  ['100tb'],
  ['-1kb'],
  ['+1kb'],
  ['1e3'],
  ['0x10'],
  ['1,000'],
  ['100\tkb'],
  [' 100kb'],
  ['100kb\n'],
  ['9'.repeat(400)],
])('%p is refused', (limit) => {
  expect(() => bodyLimit(limit)).toThrow(TypeError);
  expect(() => bodyLimit(limit)).toThrow(
    /^express-dbconnections: bodyLimit is .*; write a number of bytes or a text such as '100kb'$/s,
  );
});
