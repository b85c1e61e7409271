import naughtyStrings from 'big-list-of-naughty-strings';
import { CANARY } from '../support/canary';
import { badRequest, sentence } from '../support/expect-failure';
import type { Attack } from './support/attack';
import { BASE, json, OK, PROFILE, showing } from './support/requests';
import { useAttacks } from './support/use-attacks';

const attacks = useAttacks();
const app = attacks.share();

// Slow machines need more than five seconds.
jest.setTimeout(120_000);

const isWellFormedText = (text: string) => text.isWellFormed() && !text.includes('\0');
const isBlank = (text: string) => text.trim() === '';

/** The outcome for `text` as a username. */
function asUsername(text: string): Attack['outcome'] {
  if (isBlank(text)) {
    return sentence('missing username for Named connection with requires_username enabled');
  }
  const username = text.trim();
  if (!/^[A-Za-z0-9_+\-.!#$^`~@']*$/.test(username)) {
    return badRequest('invalid_username', 'The username has invalid characters.');
  }
  return username.length > 15
    ? badRequest('invalid_username', 'The username must not be longer than 15 characters.')
    : { ...showing({ username: username.toLowerCase() }), connection: 'Named' };
}

function asPicture(text: string): Attack['outcome'] {
  return /^https?:\/\/[^\s<>"`]+$/.test(text)
    ? showing({ picture: text })
    : sentence('invalid picture (expected an http or https URI)');
}

const reserved = (name: string) =>
  name.includes('.') || name.startsWith('$') || ['__proto__', 'constructor'].includes(name);

function asMetadataName(name: string): Attack['outcome'] {
  if ([...name].length > 100) {
    return { statuses: [400] };
  }
  return name === '' || reserved(name)
    ? { statuses: [400] }
    : showing({ user_metadata: Object.fromEntries([[name, name]]) });
}

function everyField(text: string): readonly Attack[] {
  const name = Object.fromEntries([[text, text]]);
  return [
    json(
      'client_id',
      { client_id: text },
      sentence(text === '' ? 'client_id is required' : 'client not found'),
    ),
    json(
      'connection',
      { connection: text },
      sentence(text === '' ? 'connection is required' : 'connection not found'),
    ),
    json(
      'email',
      { email: text },
      sentence(isBlank(text) ? 'email is required' : 'invalid email address'),
    ),
    json('the local part of an email', { email: `${text}@example.com` }, localPart(text)),
    json('username', { connection: 'Named', username: text }, asUsername(text)),
    json('every field that accepts any text', anywhere(text), anywhereOutcome(text)),
    json('picture', { picture: text }, text === '' ? OK : asPicture(text)),
    json('a name in user_metadata', { user_metadata: name }, asMetadataName(text)),
    json(
      'user_metadata',
      { user_metadata: text },
      text === '' ? OK : sentence('invalid user_metadata type (expected object)'),
    ),
    password(text),
  ];
}

function localPart(text: string): Attack['outcome'] {
  const email = `${text}@example.com`.trim();
  const atoms = /^(?!\.)(?!.*\.\.)(?!.*\.@)[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@example\.com$/;
  return atoms.test(email)
    ? { shown: { email: email.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) } }
    : sentence('invalid email address');
}

/** The profile, a value of user_metadata, and an unknown field. */
const anywhere = (text: string) => ({
  ...Object.fromEntries([[text, text]]),
  ...BASE,
  ...profile(text),
  user_metadata: { k: text },
});

const profile = (text: string) => Object.fromEntries(PROFILE.map((field) => [field, text]));

function anywhereOutcome(text: string): Attack['outcome'] {
  if ([...text].length > 150) {
    return sentence('invalid given_name (max 150 characters allowed)');
  }
  if (!isWellFormedText(text)) {
    return sentence('invalid given_name');
  }
  return showing({ ...(text !== '' && profile(text)), user_metadata: { k: text } });
}

/** `text` followed by characters that satisfy the policy, unless that exceeds 72 bytes. */
function password(text: string): Attack {
  const password = `${text}${CANARY}`;
  return json(
    'password',
    { password },
    Buffer.byteLength(password) > 72 ? { statuses: [400] } : { ...OK, password },
  );
}

const STRINGS = [...new Set(naughtyStrings)];
const FIELDS = everyField('').length;
const PARTS = 10;

it(`has ${STRINGS.length} strings, in ${FIELDS} requests each: ${STRINGS.length * FIELDS}`, () => {
  expect(STRINGS.length).toBeGreaterThan(450);
});

it.each(Array.from({ length: PARTS }, (_, part) => part))(
  'accepts or rejects every string, part %d',
  async (part) => {
    for (const text of STRINGS.filter((_, index) => index % PARTS === part)) {
      const list = everyField(text).map((attack) => ({
        ...attack,
        title: `${JSON.stringify(text)} as ${attack.title}`,
      }));
      await attacks.runAll(app(), list);
    }
  },
);
