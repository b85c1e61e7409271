import { FIELD_LIMITS, PROFILE_FIELDS, type Profile } from '../fields/profile';
import type { OpenApiSchema } from './open-api-document';

type TextField = Exclude<keyof Profile, 'user_metadata'>;

const { maxProperties, maxNameLength, maxValueLength } = FIELD_LIMITS.user_metadata;

/** Makes the schema of the request's body. */
export function requestSchema() {
  const { maxLength, maxLocalPartLength } = FIELD_LIMITS.email;
  return {
    type: 'object',
    description: 'Fields that are not listed are ignored; `null` and `""` count as absent.',
    required: ['email', 'password'],
    properties: {
      client_id: {
        type: ['string', 'null'],
        description: 'Required unless the tenant has one global client.',
      },
      email: {
        type: 'string',
        description: `ASCII, at most ${maxLength} characters, ${maxLocalPartLength} before the \`@\`; trimmed and lower-cased.`,
      },
      password: {
        type: 'string',
        minLength: 1,
        description: "Has to meet the connection's policy; at most 72 bytes in UTF-8 by default.",
      },
      connection: {
        type: ['string', 'null'],
        description: 'Name of a database connection. Required unless the tenant has a default.',
      },
      username: {
        description: 'A string where the connection requires one, otherwise ignored.',
      },
      given_name: optionalText('given_name', "The user's given name(s)."),
      family_name: optionalText('family_name', "The user's family name(s)."),
      name: optionalText('name', "The user's full name."),
      nickname: optionalText('nickname', "The user's nickname."),
      picture: optionalText('picture', "An http or https URI of the user's picture."),
      user_metadata: {
        type: ['object', 'null', 'string'],
        maxLength: 0,
        maxProperties,
        propertyNames: { minLength: 1, maxLength: maxNameLength, pattern: '^[^$.][^.]*$' },
        additionalProperties: { type: 'string', maxLength: maxValueLength },
      },
    },
  } satisfies OpenApiSchema;
}

/** Makes the schema of a success. */
export function userSchema() {
  return {
    type: 'object',
    description: 'The user as stored: only the fields that have a value, never `null`.',
    required: ['_id', 'email_verified', 'email'],
    additionalProperties: false,
    properties: {
      _id: { type: 'string', pattern: '^[0-9a-f]{24}$' },
      email_verified: { type: 'boolean' },
      ...Object.fromEntries(PROFILE_FIELDS.map((field) => [field, storedField(field)])),
    },
  } satisfies OpenApiSchema;
}

function optionalText(field: TextField, description: string): OpenApiSchema {
  return { type: ['string', 'null'], maxLength: FIELD_LIMITS[field].maxLength, description };
}

function storedField(field: keyof Profile): OpenApiSchema {
  return field === 'user_metadata'
    ? {
        type: 'object',
        maxProperties,
        additionalProperties: { type: 'string', maxLength: maxValueLength },
      }
    : { type: 'string', maxLength: FIELD_LIMITS[field].maxLength };
}
