import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import {
  type PasswordHasher,
  type PasswordRule,
  type PasswordRuleItem,
  type PasswordStrengthError,
  type SignupRouter,
  signupErrorHandler,
  signupRouter,
  TemporarilyUnavailableError,
  userModel,
} from 'express-dbconnections';
import fc from 'fast-check';
import { MAX_LENGTH, type Rule, rulesOf } from '../../example-app/page/password-rules';
import { useDatabase } from '../support/use-database';

jest.setTimeout(30_000);

const LEVELS = ['none', 'low', 'fair', 'good', 'excellent'] as const;
type Level = (typeof LEVELS)[number];

/** Called for passwords that no rule refuses. Nothing is stored, so an address can be used again. */
const hasher: PasswordHasher = {
  async hash() {
    throw new TemporarilyUnavailableError({ retryAfter: 1 });
  },
  verify: () => Promise.resolve(false),
};

const database = useDatabase();
let router: SignupRouter;
let server: Server;
let url: string;
/** The latest error of the router. */
let refusal: unknown;

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
  const keepError: ErrorRequestHandler = (error, _req, _res, next) => {
    refusal = error;
    next(error);
  };
  const app = express().use(router, keepError, signupErrorHandler());
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dbconnections/signup`;
});

afterAll(async () => {
  server.close();
  server.closeIdleConnections();
  await router.close();
});

/** The library's rules for a refused password; `undefined` for an accepted one. */
async function rulesByLibrary(
  connection: Level,
  password: string,
): Promise<readonly PasswordRule[] | undefined> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: 'CID', connection, email: 'jane@example.com', password }),
  });
  const { name } = await response.json();
  if (response.status === 503) {
    return undefined;
  }
  expect(name).toBe('PasswordStrengthError');
  // The response has a text instead of rules that not every client can read.
  return (refusal as PasswordStrengthError).description.rules;
}

/** A rule in the form that both sides can be compared in. */
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
  // The library lists this rule only when it is broken.
  const shown = MAX_LENGTH.met(password) ? page : [...page, byPage(password)(MAX_LENGTH)];
  const found = await rulesByLibrary(level, password);
  if (found === undefined) {
    expect(shown.filter(({ met }) => !met)).toEqual([]);
  } else {
    expect(shown).toEqual(found.map(byLibrary));
  }
}

// Few characters, so that runs and missing classes are frequent; all of Unicode for everything else.
const fewCharacters = fc.constantFrom('a', 'b', 'A', '1', '!', ' ', '~', 'ä', 'É', '€', '٣', '😀');
const passwords = fc
  .oneof(
    fc.string({ unit: fewCharacters, minLength: 1, maxLength: 14 }),
    fc.string({ unit: fewCharacters, minLength: 30, maxLength: 80 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 80 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 24 }),
  )
  // The route refuses NUL before it checks any rule.
  .filter((password) => !password.includes('\0'));

/** On both sides of each rule; always among the passwords of a run. */
const EDGES = [
  ...['a', 'aaaaa', 'aaaaaa', 'Aabbccd1', 'Aabbcc1', 'abcdef1!', 'abcdefg1', 'Abcdefg1'],
  ...['Aaaabcdef1', 'Aabbccdef1', 'Aabbcdef1', 'pässwörd1A', 'pässwörd1€'],
  ...['a'.repeat(72), 'a'.repeat(73), 'é'.repeat(36), 'é'.repeat(37)],
];

describe.each(LEVELS)('the rules that the page shows for the policy %s', (level) => {
  it('agree with the server for every password', async () => {
    const property = fc.asyncProperty(passwords, (password) => expectAgreement(level, password));
    await fc.assert(property, { numRuns: 300, examples: EDGES.map((password) => [password]) });
  });

  it("have the server's texts", async () => {
    // Refused by every level; `none` accepts any password of up to 72 bytes.
    const broken = await rulesByLibrary(level, level === 'none' ? 'a'.repeat(73) : 'a');
    const rules = broken?.filter(({ code }) => code !== MAX_LENGTH.code) ?? [];
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

it('shows no rules for an unknown policy', () => {
  expect(rulesOf('better')).toEqual([]);
});
