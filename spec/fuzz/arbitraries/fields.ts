import fc, { type Arbitrary } from 'fast-check';
import type { BodyValue } from '../requests/fuzz-request';
import { CLOSED_NAMES, OPEN_CONNECTIONS, TAKEN } from '../tenants';
import { wrongType } from './members';
import { aroundLimit, malformedText, wellFormedText } from './texts';

/** The value of a field, valid in most cases; `undefined` leaves the field out. */
export type Field = Arbitrary<BodyValue | undefined>;

/** `weight` percent of the values are invalid: `odd`, or in a way that applies to every text field. */
function mostly(valid: Field, odd: Field, weight: number): Field {
  const invalid = fc.oneof(
    { weight: 4, arbitrary: odd },
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, '') },
    { weight: 1, arbitrary: wrongType },
    { weight: 1, arbitrary: malformedText },
  );
  return fc.oneof({ weight: 100 - weight, arbitrary: valid }, { weight, arbitrary: invalid });
}

const ATOM = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABCKI0123456789!#$%&'*+/=?^_{|}~-"),
  minLength: 1,
  maxLength: 12,
});
const LABEL = fc
  .string({ unit: fc.constantFrom(...'abcdefghixyzABC0123456789-'), minLength: 1, maxLength: 10 })
  .map((text) => `a${text}b`);
const TOP = fc.constantFrom('com', 'org', 'Example', 'xn--p1ai', 'museum', 'io');

const address = fc
  .tuple(fc.array(ATOM, { minLength: 1, maxLength: 3 }), fc.array(LABEL, { maxLength: 3 }), TOP)
  .map(([atoms, labels, top]) => `${atoms.join('.')}@${['x', ...labels, top].join('.')}`);

const longAddress = fc
  .tuple(fc.constantFrom(62, 63, 64, 65), fc.constantFrom(253, 254, 255))
  .map(([local, whole]) => {
    const start = `${'l'.repeat(local)}@`;
    const end = '.example.com';
    const rest = whole - start.length - end.length;
    const labels = Array.from({ length: Math.ceil(rest / 60) }, () => 'd'.repeat(59));
    return start + labels.join('.').slice(0, rest).replace(/\.$/, 'd') + end;
  });

const wrongAddress = fc.constantFrom(
  ...['a', '@', 'a@', '@b.co', 'a@b', 'a@@b.co', 'a b@c.co', 'a@b..co', 'a.@b.co', '.a@b.co'],
  ...['"a"@b.co', '`a`@b.co', 'a@[127.0.0.1]', 'a@127.0.0.1', 'a@-b.co', 'a@b-.co', 'a@b.c'],
  ...['a@b_c.co', 'a@b.co.', 'a@b.123', 'jos\u00e9@b.co', 'a@b\u00fccher.co', '\u212a@b.co'],
  ...[
    'm\u0131ke@b.co',
    'a\u200b@b.co',
    'a@b.co\nx@y.co',
    'A <a@b.co>',
    'a@b.co,c@d.co',
    'a\0@b.co',
  ],
  ...['a@\uff42.co', `a@${'d'.repeat(63)}.co`, `a@${'d'.repeat(64)}.co`, 'mailto:a@b.co', '   '],
);

const around = (text: Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom('', '', '', ' ', '\t', '\u00a0', '\ufeff'), text)
    .map(([space, inner]) => space + inner + space);

export const email = mostly(
  fc.oneof(
    { weight: 30, arbitrary: address },
    { weight: 3, arbitrary: around(address) },
    { weight: 2, arbitrary: around(fc.constantFrom(TAKEN.email, TAKEN.email.toUpperCase())) },
    { weight: 2, arbitrary: longAddress },
  ),
  fc.oneof(wrongAddress, around(wrongAddress), wellFormedText),
  14,
);

export const clientId = mostly(
  fc.constantFrom('CID', 'CID', 'CID', 'pages'),
  fc.oneof(fc.constantFrom('other', 'cid', 'CID ', 'constructor', 'x'.repeat(200)), wellFormedText),
  6,
);

export const connectionName = mostly(
  fc.constantFrom(...OPEN_CONNECTIONS.map(({ name }) => name)),
  fc.oneof(
    fc.constantFrom(...CLOSED_NAMES),
    fc.constantFrom('Default', 'default ', '__proto__', 'x'.repeat(129)),
    wellFormedText,
  ),
  10,
);

const USERNAME_UNITS = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzABC0123456789_+-.!#$^`~@'");

export const username = mostly(
  fc.oneof(
    { weight: 8, arbitrary: fc.string({ unit: USERNAME_UNITS, minLength: 3, maxLength: 15 }) },
    { weight: 1, arbitrary: around(fc.constantFrom(TAKEN.username, 'TAKEN', 'Taken')) },
  ),
  fc.oneof(
    fc.string({ unit: USERNAME_UNITS, minLength: 1, maxLength: 3 }),
    fc.constantFrom(1, 2, 3, 15, 16, 128, 129).map((length) => 'x'.repeat(length)),
    aroundLimit(15),
    address,
    fc.constantFrom('a@b.co', 'jos\u00e9@b.co', 'a@b', '\u212aelvin', '\u017fam', 'a b', '  '),
    wellFormedText,
  ),
  25,
);

export function profileText(limit: number): Field {
  return mostly(
    fc.oneof(fc.constant(undefined), fc.constant(undefined), wellFormedText),
    aroundLimit(limit),
    4,
  );
}

const URLS = fc.constantFrom(
  ...['https://example.com/a.png', 'HTTP://EXAMPLE.COM', 'http://127.0.0.1:8080/?a=b#c'],
  ...['https://[::1]/x', 'https://b\u00fccher.example/\u4e2d', `https://e.co/${'x'.repeat(2035)}`],
);
const WRONG_URLS = fc.constantFrom(
  ...['javascript:alert(1)', 'ftp://e.co', '//e.co/a', 'https:e.co', 'https:///e.co', 'http://'],
  ...['https://u:p@e.co', 'https://u@e.co', 'https://@e.co', 'http://a.com\\@b.com', 'https://?a'],
  ...[
    'https://e.co/a b',
    ' https://e.co',
    'https://e.co\n',
    'https://e.co/\u0085',
    'https://a:b:c',
  ],
  ...[
    'https://e.co:99999',
    'https://%',
    `https://e.co/${'x'.repeat(2036)}`,
    'data:,x',
    'https://#',
  ],
);

export const picture = mostly(
  fc.oneof(fc.constant(undefined), fc.constant(undefined), URLS),
  fc.oneof(WRONG_URLS, wellFormedText, aroundLimit(2048)),
  6,
);
