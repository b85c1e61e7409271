import * as dbconnections from 'express-dbconnections';
import * as errors from '../lib/errors';

it('exports exactly what is documented', () => {
  expect(Object.keys(dbconnections).sort()).toEqual(
    [
      ...Object.keys(errors),
      'bcryptHasher',
      'lockConfigurationRouter',
      'normalizeEmail',
      'normalizeUsername',
      'signupErrorHandler',
      'signupOpenApi',
      'signupRouter',
      'userModel',
    ].sort(),
  );
});

it('exports every error of the catalogue', () => {
  expect(dbconnections).toMatchObject({ ...errors });
});
