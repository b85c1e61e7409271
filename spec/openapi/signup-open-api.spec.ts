import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as dbconnections from 'express-dbconnections';
import { signupOpenApi } from 'express-dbconnections';
import { expectDocumented } from '../support/expect-documented';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');

describe('signupOpenApi', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
    const file = join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(signupOpenApi));
    const { stdout } = await run('npx', ['validate-api', file], { cwd: ROOT });
    await rm(folder, { recursive: true });
    expect(stdout).toContain('"valid": true');
  }, 30_000);

  it('carries the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(signupOpenApi.info.version).toBe(version);
  });

  it('knows every code of shape C', () => {
    const { enum: codes } = signupOpenApi.components.schemas.ProtocolError.properties.error;
    const thrown = [
      new dbconnections.InvalidBodyError(),
      new dbconnections.OriginNotAllowedError('https://example.com'),
      new dbconnections.MethodNotAllowedError(),
      new dbconnections.PayloadTooLargeError(),
      new dbconnections.UnsupportedMediaTypeError(),
      new dbconnections.ServerError({ cause: undefined }),
      new dbconnections.TemporarilyUnavailableError(),
    ];
    expect(thrown.map(({ code }) => code)).toEqual([...codes]);
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
      'an unknown code',
      400,
      { name: 'BadRequestError', code: 'x', description: '', statusCode: 400 },
    ],
    ['a status that is not there', 418, {}],
  ])('does not describe %s', (_what, status, body) => {
    expect(() => expectDocumented({ status, body })).toThrow();
  });
});
