import { ERRORS } from './error-schemas';
import type { OpenApiHeader, OpenApiReference, OpenApiResponse } from './open-api-document';

/** Makes the reference to a schema. */
export type Ref = (name: string) => OpenApiReference;

function integerHeader(description: string): OpenApiHeader {
  return { description, schema: { type: 'integer' } };
}

const RETRY_AFTER = {
  'Retry-After': integerHeader('Seconds after which the client should try again.'),
};
const RATE_LIMIT = {
  'X-RateLimit-Limit': integerHeader('Sign-ups that one address may make in a window.'),
  'X-RateLimit-Remaining': integerHeader('Sign-ups that are left in this window.'),
  'X-RateLimit-Reset': integerHeader('End of the window, in Unix seconds.'),
};

/** Makes the responses of the route, by status. */
export function responses(ref: Ref): Record<string, OpenApiResponse> {
  const { tooManySignups, protocol } = ERRORS;
  const protocolError = (description: string) => ({
    description,
    content: json(ref('ProtocolError')),
  });
  return {
    200: {
      description: 'The user is stored.',
      headers: RATE_LIMIT,
      content: json(ref('SignedUpUser')),
    },
    [protocol.body.status]: {
      description:
        'A field is invalid, or the tenant, the password rules or a taken name reject it.',
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
    [protocol.origin.status]: protocolError('The client does not allow the origin of the page.'),
    [protocol.method.status]: protocolError('The method is not POST.'),
    [protocol.size.status]: protocolError('The body is too large.'),
    [protocol.mediaType.status]: protocolError('The body is neither JSON nor form-urlencoded.'),
    [tooManySignups.status]: {
      description: 'Too many sign-ups from one address.',
      headers: { ...RATE_LIMIT, ...RETRY_AFTER },
      content: json(ref('TooManySignups')),
    },
    [protocol.server.status]: protocolError('An unexpected error.'),
    [protocol.unavailable.status]: {
      ...protocolError('The database or the hasher is down, slow or full.'),
      headers: RETRY_AFTER,
    },
  };
}

function json<Schema>(schema: Schema) {
  return { 'application/json': { schema } };
}
