import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type SignupOpenApiOptions, signupOpenApi } from 'express-dbconnections';
import { FIELD_LIMITS, PROFILE_FIELDS } from '../../lib/fields/profile';
import { CATALOGUE } from '../errors/catalogue';
import { expectDocumented } from '../support/expect-documented';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');

describe('signupOpenApi', () => {
  it.each([[undefined], [{ path: '/auth/{tenant}/signup', schemaPrefix: 'Auth0.' }]])(
    'returns a valid OpenAPI 3.1 document with %j',
    async (options) => {
      const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
      const file = join(folder, 'openapi.json');
      await writeFile(file, JSON.stringify(signupOpenApi(options)));
      const { stdout } = await run('npx', ['validate-api', file], { cwd: ROOT });
      await rm(folder, { recursive: true });
      expect(stdout).toContain('"valid": true');
    },
    30_000,
  );

  it('has the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(signupOpenApi().info.version).toBe(version);
  });

  it.each([
    ['a null in a success', 200, { _id: 'a'.repeat(24), email_verified: false, email: null }],
    [
      'a hash in a success',
      200,
      { _id: 'a'.repeat(24), email_verified: false, email: 'a', password_hash: '' },
    ],
    ['both error and code', 400, { error: 'x', code: 'user_exists' }],
    [
      'an unknown code of shape A',
      400,
      { name: 'BadRequestError', code: 'x', description: '', statusCode: 400 },
    ],
    ['an unknown code of shape C', 403, { error: 'x', error_description: '' }],
    ['an unknown status', 418, {}],
  ])('does not describe %s', (_what, status, body) => {
    expect(() => expectDocumented({ status, body })).toThrow();
  });

  it.each(CATALOGUE.map(({ name, code, make }) => ({ name, code, make })))(
    'describes $name ($code)',
    ({ make }) => {
      const error = make();
      const body = JSON.parse(JSON.stringify(error));
      expect(() => expectDocumented({ status: error.status, body })).not.toThrow();
    },
  );

  it('has the limits of the fields', () => {
    const { SignupRequest, SignedUpUser } = signupOpenApi().components.schemas;
    for (const field of ['given_name', 'family_name', 'name', 'nickname', 'picture'] as const) {
      const maxLength = { maxLength: FIELD_LIMITS[field].maxLength };
      expect(SignupRequest?.properties?.[field]).toMatchObject(maxLength);
      expect(SignedUpUser?.properties?.[field]).toMatchObject(maxLength);
    }
    expect(Object.keys(SignedUpUser?.properties ?? {})).toEqual([
      '_id',
      'email_verified',
      ...PROFILE_FIELDS,
    ]);
  });

  it('returns a document that the caller may change', () => {
    const document = signupOpenApi();
    const before = JSON.stringify(document);
    for (const value of nested(document)) {
      for (const key of Object.keys(value)) {
        delete (value as Record<string, unknown>)[key];
      }
    }
    expect(document).toEqual({});
    expect(JSON.stringify(signupOpenApi())).toBe(before);
  });
});

describe('the options of signupOpenApi', () => {
  it('move the route', () => {
    const { paths } = signupOpenApi({ path: '/auth/dbconnections/signup' });
    expect(Object.keys(paths)).toEqual(['/auth/dbconnections/signup']);
  });

  it('keep the schemas apart from those of the host', () => {
    const host = { RequestError: { type: 'string' as const } };
    const { components, paths } = signupOpenApi({ schemaPrefix: 'Signup' });
    const names = Object.keys(components.schemas);
    expect({ ...host, ...components.schemas }.RequestError).toBe(host.RequestError);
    expect(names).toEqual(
      Object.keys(signupOpenApi().components.schemas).map((name) => `Signup${name}`),
    );
    const references = JSON.stringify([components, paths]).match(/#\/components\/schemas\/\w+/g);
    expect(new Set(references)).toEqual(
      new Set(names.map((name) => `#/components/schemas/${name}`)),
    );
  });

  it('may be undefined', () => {
    const options = { path: undefined, schemaPrefix: undefined };
    expect(signupOpenApi(options)).toEqual(signupOpenApi());
  });

  it.each<[unknown, string]>([
    [null, 'signupOpenApi options is null; write { path, schemaPrefix }'],
    [[], 'signupOpenApi options is an array; write { path, schemaPrefix }'],
    [{ prefix: 'x' }, 'there is no such option; write one of path, schemaPrefix'],
    [{ path: 'signup' }, "write a path such as '/auth/dbconnections/signup'"],
    [{ path: 7 }, "write a path such as '/auth/dbconnections/signup'"],
    [{ schemaPrefix: 'My App' }, 'write letters, digits, ".", "-" and "_"'],
    [{ schemaPrefix: 7 }, 'write letters, digits, ".", "-" and "_"'],
  ])('throw a TypeError for %j', (options, advice) => {
    const call = () => signupOpenApi(options as SignupOpenApiOptions);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(advice);
  });
});

/** `value` and all objects and arrays in it, the innermost first. */
function nested(value: unknown): object[] {
  return typeof value === 'object' && value !== null
    ? [...Object.values(value).flatMap(nested), value]
    : [];
}
