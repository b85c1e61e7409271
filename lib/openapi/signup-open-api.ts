import { invalidOption } from '../options/invalid-option';
import { checkKnownKeys, checkObject } from '../options/option-checks';
import { errorSchemas } from './error-schemas';
import { requestSchema, userSchema } from './field-schemas';
import type { SignupOpenApiDocument } from './open-api-document';
import { type Ref, responses } from './responses';

/** Options of {@link signupOpenApi}. */
export interface SignupOpenApiOptions {
  /** Path of the route in the host's app. Default `/dbconnections/signup`. */
  readonly path?: string | undefined;
  /**
   * What the names of the schemas begin with, so that they do not replace the host's own schemas in
   * a merged document. Default `''`.
   */
  readonly schemaPrefix?: string | undefined;
}

const DEFAULT_PATH = '/dbconnections/signup';
// https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-5
const COMPONENT_NAME = /^[\w.-]*$/;

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
  const { path, schemaPrefix } = checked(options);
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

function checked(options: SignupOpenApiOptions) {
  const given = checkObject('options', options, 'write { path, schemaPrefix }');
  checkKnownKeys('', given, ['path', 'schemaPrefix']);
  const { path = DEFAULT_PATH, schemaPrefix = '' } = given;
  if (typeof path !== 'string' || !path.startsWith('/')) {
    throw invalidOption('path', path, "write a path such as '/auth/dbconnections/signup'");
  }
  if (typeof schemaPrefix !== 'string' || !COMPONENT_NAME.test(schemaPrefix)) {
    throw invalidOption('schemaPrefix', schemaPrefix, 'write letters, digits, ".", "-" and "_"');
  }
  return { path, schemaPrefix };
}
