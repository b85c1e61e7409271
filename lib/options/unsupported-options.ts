import v = require('valibot');

import { isPlainObject } from '../fields/plain-object';
import { auth0Object } from './object-schemas';
import { bool, oneOf } from './schemas';

const ADVICE = 'this package does not support it and sign-ups would ignore it; remove it';

/**
 * Options of a connection that would change who may sign up, or what is stored. They throw, because
 * a sign-up that ignored them would be open to more people than the host believes.
 */
export const UNSUPPORTED_OPTIONS = {
  attributes: v.custom((value) => value == null, ADVICE),
  customScripts: v.custom((value) => value == null || isEmptyObject(value), ADVICE),
  enabledDatabaseCustomization: v.nullish(v.pipe(bool, v.literal(false, ADVICE))),
  non_persistent_attrs: v.custom((value) => value == null || isEmptyArray(value), ADVICE),
  authentication_methods: v.nullish(
    auth0Object(
      {
        password: v.nullish(
          auth0Object(
            {
              enabled: v.nullish(v.pipe(bool, v.literal(true, ADVICE))),
              signup_behavior: v.nullish(
                v.pipe(oneOf(['allow', 'block']), v.literal('allow', ADVICE)),
              ),
            },
            { documented: ['api_behavior'] },
          ),
        ),
      },
      { documented: ['passkey', 'email_otp', 'phone_otp'] },
    ),
  ),
};

function isEmptyObject(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
