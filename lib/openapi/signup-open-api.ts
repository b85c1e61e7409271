import { schemas } from './schemas';

type SchemaName = keyof typeof schemas;

const ref = <Name extends SchemaName>(name: Name) =>
  ({ $ref: `#/components/schemas/${name}` }) as const;

const json = <Schema extends object>(schema: Schema) =>
  ({ 'application/json': { schema } }) as const;

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Whole seconds after which a new try makes sense.',
    schema: { type: 'integer' },
  },
} as const;

const RATE_LIMIT = {
  'X-RateLimit-Limit': {
    description: 'Sign-ups that one address may make in a window.',
    schema: { type: 'integer' },
  },
  'X-RateLimit-Remaining': {
    description: 'Sign-ups that are left in this window.',
    schema: { type: 'integer' },
  },
  'X-RateLimit-Reset': {
    description: 'End of the window, in unix seconds.',
    schema: { type: 'integer' },
  },
} as const;

const protocolFailure = <Description extends string>(description: Description) =>
  ({ description, content: json(ref('ProtocolError')) }) as const;

/**
 * The OpenAPI 3.1 document of the route. Nothing serves it by itself: merge it into the host's own
 * document, or hand it to a tool.
 */
export const signupOpenApi = {
  openapi: '3.1.0',
  info: {
    title: 'express-dbconnections',
    version: '0.1.0',
    description: "Auth0's sign-up for database connections.",
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: {
    '/dbconnections/signup': {
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
        responses: {
          '200': {
            description: 'The user is stored.',
            headers: RATE_LIMIT,
            content: json(ref('SignedUpUser')),
          },
          '400': {
            description: 'The request, the tenant, the password or a taken name refuses.',
            content: json({
              oneOf: [
                ref('RequestError'),
                ref('BadRequestError'),
                ref('PasswordStrengthError'),
                ref('RefusedPassword'),
                ref('ProtocolError'),
              ],
            }),
          },
          '403': protocolFailure('The client does not allow the origin of the page.'),
          '405': protocolFailure('The method is not POST.'),
          '413': protocolFailure('The body is too large.'),
          '415': protocolFailure('The body is neither JSON nor form-urlencoded.'),
          '429': {
            description: 'Too many sign-ups from one address.',
            headers: { ...RATE_LIMIT, ...RETRY_AFTER },
            content: json(ref('TooManySignups')),
          },
          '500': protocolFailure('Something unforeseen.'),
          '503': {
            description: 'The store or the hasher is down, slow or full.',
            headers: RETRY_AFTER,
            content: json(ref('ProtocolError')),
          },
        },
      },
    },
  },
  components: { schemas },
} as const;
