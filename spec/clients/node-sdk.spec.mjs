// Auth0's SDKs for Node, over https: they trust the run's certificate through NODE_EXTRA_CA_CERTS.

import { after } from 'node:test';
import { clientsOf, HOST } from './clients.mjs';
import { camelCaseKeys } from './support/camel-case-keys.mjs';
import { startSituations } from './support/situations.mjs';
import { testClient } from './support/test-client.mjs';

const situations = await startSituations();
after(() => situations.close());

for (const client of clientsOf('node-2')) {
  const { default: sdk } = await import(client.package);
  testClient({
    client,
    situations,
    signUp: ({ origin, fields }) =>
      attempt(
        () => construct(client, origin, sdk.AuthenticationClient).database.signUp(fields),
        ({ message, statusCode, originalError }) => ({
          message,
          statusCode,
          body: originalError?.response.body,
        }),
      ),
    result: (user) => user,
    error: ({ status, body }) => ({
      message: body.message ?? JSON.stringify(body),
      statusCode: status,
      body,
    }),
    notSent: {
      'no password': { message: 'password field is required' },
    },
  });
}

for (const client of clientsOf('node-4')) {
  const { AuthenticationClient } = await import(
    client.name === 'auth0/legacy' ? `${client.package}/legacy` : client.package
  );
  testClient({
    client,
    situations,
    signUp: ({ origin, fields }) =>
      attempt(
        async () => {
          const auth0 = construct(client, origin, AuthenticationClient);
          const { data, status } = await auth0.database.signUp(fields);
          return { data, status };
        },
        ({ message, statusCode, error, error_description }) => ({
          message,
          statusCode,
          error,
          error_description,
        }),
      ),
    result: (user) => ({ data: { ...user, id: user._id }, status: 200 }),
    error({ status, body }) {
      const error_description = body.description ?? body.error_description;
      return {
        message: String(error_description ?? body.error),
        statusCode: status,
        error: body.code ?? body.error,
        error_description,
      };
    },
    notSent: {
      'no password': {
        message: 'Required parameter requestParameters.password was null or undefined.',
      },
    },
  });
}

for (const client of clientsOf('auth-js')) {
  const { AuthClient } = await import(client.package);
  testClient({
    client,
    situations,
    signUp: ({ origin, fields }) =>
      attempt(
        () => construct(client, origin, AuthClient).database.signUp(camelCaseKeys(fields)),
        ({ message, code, statusCode, cause }) => ({ message, code, statusCode, cause }),
      ),
    result: ({ _id, ...user }) => camelCaseKeys({ id: _id, ...user }),
    error({ status, body }) {
      // It keeps a `description` only if it is a string.
      const text = typeof body.description === 'string' ? body.description : '';
      const error_description = 'code' in body ? text : body.error_description;
      return {
        message: error_description || 'Failed to sign up',
        code: 'signup_error',
        statusCode: status,
        cause: { error: body.code ?? body.error, error_description },
      };
    },
    notSent: {
      'no password': {
        message: 'Required parameter "password" was null, undefined, or empty.',
        code: 'signup_error',
      },
    },
  });
}

/** Evaluates the README's code with the class that it names. */
function construct({ code }, origin, Class) {
  const [, className] = /new (\w+)/.exec(code);
  const line = code.replace(HOST, new URL(origin).host);
  return new Function(className, `return ${line}`)(Class);
}

async function attempt(signUp, pickError) {
  try {
    return { result: await signUp() };
  } catch (error) {
    return { error: pickError(error) };
  }
}
