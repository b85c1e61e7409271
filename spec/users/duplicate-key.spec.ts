import { duplicateFields, needsLookUp, takenField } from '../../lib/users/duplicate-key';

const serverError = (keyPattern?: object) =>
  Object.assign(new Error('E11000'), { code: 11000, ...(keyPattern && { keyPattern }) });

/** What plugins make of the server's error, or of a look-up of their own. */
const validationError = (...paths: string[]) =>
  Object.assign(new Error('not unique'), {
    name: 'ValidationError',
    errors: Object.fromEntries([
      ['name', { kind: 'maxlength' }],
      ['picture', undefined],
      ...paths.map((path) => [path, { kind: 'unique' }]),
    ]),
  });

const causes = (error: unknown, count: number): unknown =>
  count === 0 ? error : new Error('wrapped', { cause: causes(error, count - 1) });

describe('duplicateFields() finds', () => {
  it.each<[string, unknown, string[] | undefined]>([
    ['the fields of the index', serverError({ connection: 1, email: 1 }), ['connection', 'email']],
    ['no fields if the server names none', serverError(), []],
    ['the paths of a ValidationError', validationError('email'), ['email']],
    ['the fields in a cause', causes(serverError({ email: 1 }), 1), ['email']],
    ['the fields in a cause of a cause', causes(validationError('username'), 2), ['username']],
    ['nothing in an error with another reason', validationError(), undefined],
    [
      'nothing in another error',
      Object.assign(new Error(), { code: 13, keyPattern: {} }),
      undefined,
    ],
    ['nothing in a text', 'E11000', undefined],
    ['nothing in null', null, undefined],
  ])('%s', (_what, error, fields) => {
    expect(duplicateFields(error)).toEqual(fields);
  });

  it('nothing in an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;

    expect(duplicateFields(error)).toBeUndefined();
  });
});

it.each<[string[], 'email' | 'username' | undefined]>([
  [['email'], 'email'],
  [['connection', 'email'], 'email'],
  [['username', 'connection'], 'username'],
  [['connection'], undefined],
  [['phone'], undefined],
  [['email', 'username'], undefined],
  [[], undefined],
])('takenField(%j) is %s', (fields, taken) => {
  expect(takenField(fields)).toBe(taken);
});

it.each<[string[], boolean]>([
  [[], true],
  [['email', 'tenant'], true],
  [['username', 'tenant'], true],
  [['phone'], false],
])('needsLookUp(%j) is %s', (fields, needed) => {
  expect(needsLookUp(fields)).toBe(needed);
});
