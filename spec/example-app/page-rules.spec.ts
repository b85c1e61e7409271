import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import express from 'express';
import {
  type PasswordHasher,
  type PasswordRule,
  type PasswordRuleItem,
  type SignupRouter,
  signupErrorHandler,
  signupRouter,
  TemporarilyUnavailableError,
  userModel,
} from 'express-dbconnections';
import fc from 'fast-check';
import request from 'supertest';
import { maxLength, type Rule, rulesOf } from '../../example-app/page/password-rules';
import { useDatabase } from '../support/use-database';

jest.setTimeout(30_000);

const LEVELS = ['none', 'low', 'fair', 'good', 'excellent'] as const;
type Level = (typeof LEVELS)[number];

/** Where a password comes that no rule has refused: nothing is stored, so each may come again. */
const hasher: PasswordHasher = {
  async hash() {
    throw new TemporarilyUnavailableError({ retryAfter: 1 });
  },
  verify: () => Promise.resolve(false),
};

const database = useDatabase();
let router: SignupRouter;
let server: Server;

beforeAll(async () => {
  router = signupRouter({
    users: userModel(await database.connect()),
    clients: [{ client_id: 'CID' }],
    connections: LEVELS.map((passwordPolicy) => ({
      name: passwordPolicy,
      strategy: 'auth0',
      enabled_clients: ['CID'],
      options: { passwordPolicy },
    })),
    hasher,
    rateLimit: false,
  });
  await router.ready();
  server = createServer(express().use(router).use(signupErrorHandler())).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.close();
  await router.close();
});

/** What the library finds of the password; `undefined` when it takes it. */
async function rulesByLibrary(
  connection: Level,
  password: string,
): Promise<readonly PasswordRule[] | undefined> {
  const { status, body } = await request(server)
    .post('/dbconnections/signup')
    .send({ client_id: 'CID', connection, email: 'jane@example.com', password });
  if (status === 503) return undefined;
  expect(body.name).toBe('PasswordStrengthError');
  return body.description.rules;
}

/** A rule as both sides have to tell it. */
interface Finding {
  readonly code: string;
  readonly met: boolean;
  readonly items: readonly Finding[];
}

function byLibrary({ code, verified, items = [] }: PasswordRule): Finding {
  return { code, met: verified, items: items.map(itemByLibrary) };
}

function itemByLibrary({ code, verified }: PasswordRuleItem): Finding {
  return { code, met: verified, items: [] };
}

function byPage(password: string) {
  return function finding(rule: Rule): Finding {
    const { code, items = [] } = rule;
    return { code, met: rule.met(password), items: items.map(finding) };
  };
}

async function expectAgreement(level: Level, password: string): Promise<void> {
  const page = rulesOf(level).map(byPage(password));
  // The library, too, tells of this one only when it is broken.
  const shown = maxLength.met(password) ? page : [...page, byPage(password)(maxLength)];
  const found = await rulesByLibrary(level, password);
  if (found === undefined) {
    expect(shown.filter(({ met }) => !met)).toEqual([]);
  } else {
    expect(shown).toEqual(found.map(byLibrary));
  }
}

// Few characters, so that runs and missing classes come up; all of Unicode, so that nothing else does.
const fewCharacters = fc.constantFrom('a', 'b', 'A', '1', '!', ' ', '~', 'ä', 'É', '€', '٣', '😀');
const passwords = fc
  .oneof(
    fc.string({ unit: fewCharacters, minLength: 1, maxLength: 14 }),
    fc.string({ unit: fewCharacters, minLength: 30, maxLength: 80 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 24 }),
  )
  // The route refuses it before it looks at any rule.
  .filter((password) => !password.includes('\0'));

/** On both sides of each rule; always among the passwords that are tried. */
const EDGES = [
  ...['a', 'aaaaa', 'aaaaaa', 'Aabbccd1', 'Aabbcc1', 'abcdef1!', 'abcdefg1', 'Abcdefg1'],
  ...['Aaaabcdef1', 'Aabbccdef1', 'Aabbcdef1', 'pässwörd1A', 'pässwörd1€'],
  ...['a'.repeat(72), 'a'.repeat(73), 'é'.repeat(36), 'é'.repeat(37)],
];

describe.each(LEVELS)('the rules that the page shows for the policy %s', (level) => {
  it('are met and broken as the server finds, whatever the password', async () => {
    const property = fc.asyncProperty(passwords, (password) => expectAgreement(level, password));
    await fc.assert(property, { numRuns: 300, examples: EDGES.map((password) => [password]) });
  });

  it("have the server's texts", async () => {
    // Broken by every level but the one that takes any password of up to 72 bytes.
    const broken = await rulesByLibrary(level, level === 'none' ? 'a'.repeat(73) : 'a');
    const rules = broken?.filter(({ code }) => code !== maxLength.code) ?? [];
    expect(rulesOf(level).map(textsByPage)).toEqual(rules.map(textsByLibrary));
  });
});

function textsByPage({ text, items = [] }: Rule): readonly string[] {
  return [text, ...items.map((item) => item.text)];
}

function textsByLibrary({ message, format = [], items = [] }: PasswordRule): readonly string[] {
  const values = [...format];
  const text = message.replace(/%[ds]/g, () => String(values.shift()));
  return [text, ...items.map((item) => item.message)];
}

it('shows no rules for a policy that it does not know', () => {
  expect(rulesOf('better')).toEqual([]);
});
