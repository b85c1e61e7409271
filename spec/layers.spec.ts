import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LIB = join(__dirname, '..', 'lib');
const RULES = ['options', 'fields', 'errors'];
const DOMAIN = ['tenant', 'password', 'users', 'actions', 'logs'];
const ROUTES = ['signup-router', 'http', 'verification'];

/** What each folder of lib, or file at its top, may import besides itself and Node's own modules. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  index: [...ROUTES, ...DOMAIN, 'openapi', ...RULES],
  'signup-router': ['http', 'signup', ...DOMAIN, ...RULES, 'express'],
  http: ['signup', ...DOMAIN, ...RULES, 'express', 'cors', 'express-rate-limit'],
  verification: ['signup', ...DOMAIN, ...RULES, 'express'],
  signup: [...DOMAIN, ...RULES],
  tenant: ['password', ...RULES, 'valibot'],
  password: [...RULES, 'bcryptjs', 'password-sheriff', 'piscina', 'valibot'],
  users: [...RULES, 'mongoose'],
  actions: RULES,
  logs: RULES,
  openapi: RULES,
  options: ['fields', 'errors', 'express-rate-limit', 'valibot'],
  fields: ['errors', 'express-validator'],
  errors: [],
  testing: ['mongoose'],
};

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.[cm]?ts$|\.cjs$/.test(path),
);

function importsOf(path: string): string[] {
  const code = readFileSync(join(LIB, path), 'utf8').replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const imports = [...code.matchAll(/\b(?:from|import|require)[\s(]*'([^']+)'/g)];
  return imports
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => (specifier.startsWith('.') ? resolve(path, specifier) : specifier));
}

function resolve(path: string, specifier: string): string {
  const target = join(LIB, dirname(path), specifier);
  const candidates = ['', '.ts', '/index.ts', '.d.ts'].map((ending) => target + ending);
  const found = candidates.find((one) => /\.\w+$/.test(one) && existsSync(one)) ?? target;
  return relative(LIB, found);
}

/** The folder of a file, the name of a file at the top, or the package itself. */
const layerOf = (path: string) => path.replace(/^((?:@[^/]+\/)?[^/.]+).*$/, '$1');

it.each(files)('%s imports only what its layer may', (path) => {
  const layer = layerOf(path);
  const allowed = MAY_IMPORT[layer];
  const imported = importsOf(path).map(layerOf);
  expect({ layer, allowed }).toEqual({ layer, allowed: expect.any(Array) });
  expect(imported.filter((one) => one !== layer && !allowed?.includes(one))).toEqual([]);
});

it('has no import cycles', () => {
  const finished = new Set<string>();
  const cycles: string[] = [];
  function visit(path: string, trail: readonly string[]): void {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    } else if (!finished.has(path)) {
      importsOf(path)
        .filter((one) => files.includes(one))
        .forEach((one) => void visit(one, [...trail, path]));
      finished.add(path);
    }
  }
  files.forEach((path) => void visit(path, []));
  expect(cycles).toEqual([]);
});
