import {
  parseSignupOpenApiOptions,
  type SignupOpenApiOptions,
} from '../options/signup-open-api-options';
import { errorSchemas } from './error-schemas';
import { requestSchema, userSchema } from './field-schemas';
import type { SignupOpenApiDocument } from './open-api-document';
import { type Ref, responses } from './responses';

/**
 * Returns the OpenAPI 3.1 document of the route, a new one each time. The router does not serve it:
 * merge it into the document of your app, or pass it to a tool.
 *
 * @throws {TypeError} when an option is invalid or unknown.
 * @example
 * const signup = signupOpenApi({ path: '/auth/dbconnections/signup', schemaPrefix: 'Signup' });
 * Object.assign(document.paths, signup.paths);
 * Object.assign(document.components.schemas, signup.components.schemas);
 */
export function signupOpenApi(options: SignupOpenApiOptions = {}): SignupOpenApiDocument {
  const { path, schemaPrefix } = parseSignupOpenApiOptions(options);
  const ref: Ref = (name) => ({ $ref: `#/components/schemas/${schemaPrefix}${name}` });
  const schemas = {
    SignupRequest: requestSchema(),
    SignedUpUser: userSchema(),
    ...errorSchemas(ref),
  };
  // A copy, because parts of the document are shared constants.
  return structuredClone<SignupOpenApiDocument>({
    openapi: '3.1.0',
    info: {
      title: 'express-dbconnections',
      version: '0.1.0',
      description: "Auth0's sign-up for database connections.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: {
      [path]: {
        post: {
          operationId: 'signup',
          summary: 'Creates a user of a database connection.',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: ref('SignupRequest') },
              'application/x-www-form-urlencoded': {
                schema: ref('SignupRequest'),
                encoding: { user_metadata: { style: 'deepObject', explode: true } },
              },
            },
          },
          responses: responses(ref),
        },
      },
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [`${schemaPrefix}${name}`, schema]),
      ),
    },
  });
}
