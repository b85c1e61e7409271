import fc, { type Arbitrary } from 'fast-check';
import { type BodyValue, type FuzzRequest, Members } from '../requests/fuzz-request';
import { form, json, other } from './encodings';
import * as fields from './fields';
import { extraMember } from './members';
import { password } from './passwords';
import { userMetadata } from './user-metadata';

type Pair = readonly [name: string, value: BodyValue];

const FIELDS: Readonly<Record<string, fields.Field>> = {
  client_id: fields.clientId,
  email: fields.email,
  password,
  connection: fields.connectionName,
  username: fields.username,
  given_name: fields.profileText(150),
  family_name: fields.profileText(150),
  name: fields.profileText(150),
  nickname: fields.profileText(350),
  picture: fields.picture,
  user_metadata: userMetadata,
};

const documented: Arbitrary<Pair[]> = fc
  .record(FIELDS)
  .map((values) =>
    Object.entries(values).filter((pair): pair is [string, BodyValue] => pair[1] !== undefined),
  );

/** The password contains a value of the profile, on connections that check for that. */
const PERSONAL = ['email', 'username', 'name', 'nickname', 'given_name', 'first', 'last', 'city'];
const shortText = fc.string({ unit: fc.constantFrom('a', 'J', 'ż', '😀', '.'), maxLength: 5 });
const personal = fc
  .tuple(documented, fc.constantFrom(...PERSONAL), shortText, fc.boolean())
  .chain(([pairs, field, text, capitals]) => {
    const written = capitals ? text.toUpperCase() : text;
    const values = new Map<string, BodyValue>([
      ...pairs,
      ['password', `aB3!${written}x7`],
      ...personalValues(field, text),
    ]);
    return fc
      .constantFrom('personal', 'personal', 'three', 'none')
      .map((connection) => [...values.set('connection', connection)]);
  });

function personalValues(field: string, text: string): readonly Pair[] {
  switch (field) {
    case 'email':
      return [['email', `${text}@example.com`]];
    case 'first':
    case 'last':
    case 'city':
      return [['user_metadata', new Members([[field, text]])]];
    default:
      return [[field, text]];
  }
}

/** One field is repeated, with the value of another request. */
const repeated = fc
  .tuple(documented, documented, fc.nat(10))
  .map(([pairs, others, pick]) => [...others.slice(pick, pick + 1), ...pairs]);

const withExtras = fc
  .tuple(documented, fc.array(extraMember, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([pairs, extras, before]) => (before ? [...extras, ...pairs] : [...pairs, ...extras]));

const shuffled = documented.chain((pairs) =>
  fc.shuffledSubarray(pairs, { minLength: pairs.length }),
);

const huge = documented.map((pairs): Pair[] => [...pairs, ['junk', 'x'.repeat(103_000)]]);

const members: Arbitrary<Members> = fc
  .oneof(
    { weight: 50, arbitrary: documented },
    { weight: 8, arbitrary: personal },
    { weight: 10, arbitrary: repeated },
    { weight: 16, arbitrary: withExtras },
    { weight: 8, arbitrary: shuffled },
    { weight: 1, arbitrary: huge },
  )
  .map((pairs) => new Members(pairs));

const origin = fc.oneof(
  { weight: 16, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constant('https://app.example.com') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['https://callback.example.com', 'https://a.example.org', 'https://a.b.example.org'],
      ...['https://example.org', 'http://app.example.com', 'https://app.example.com.evil.io'],
      ...['null', 'https://evil.io/.example.org', 'https://a_b.example.org:444'],
    ),
  },
);

const common = {
  method: fc.oneof(
    { weight: 100, arbitrary: fc.constant('POST') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'QUERY') },
  ),
  origin,
};

const jsonRequest = fc.record({ ...common, members, encoding: json });
const formRequest = fc.record({ ...common, members: members.map(formMembers), encoding: form });
const otherRequest = fc.record({ ...common, members, encoding: other });

/** An arbitrary request; most are valid or nearly valid. */
export const fuzzRequest: Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 72, arbitrary: jsonRequest },
  { weight: 26, arbitrary: formRequest },
  { weight: 2, arbitrary: otherRequest },
);

/**
 * Drops what parsers of forms read differently: qs has rules of its own for brackets within names,
 * for numbers as names, and for a name that is both an object and a text.
 */
function formMembers({ pairs }: Members): Members {
  const names = pairs.map(([name]) => name);
  return new Members(
    pairs
      .filter(([name]) => isFormName(name))
      .filter(([name, value], index) => isText(value) || names.indexOf(name) === index)
      .filter(([name, value], index) => isText(value) || names.lastIndexOf(name) === index)
      .map(([name, value]) => [name, value instanceof Members ? formObject(value) : value]),
  );
}

function formObject({ pairs }: Members): Members {
  return new Members(
    pairs.filter(
      ([name, value], index) =>
        isFormName(name) && isText(value) && pairs.findIndex(([other]) => other === name) === index,
    ),
  );
}

function isText(value: BodyValue): boolean {
  return value === null || typeof value !== 'object';
}

function isFormName(name: string): boolean {
  return name !== '' && name !== '__proto__' && name.isWellFormed() && !/^\d+$|[[\]\0]/.test(name);
}
