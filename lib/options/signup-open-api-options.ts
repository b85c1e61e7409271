import v = require('valibot');

import { strictObject } from './object-schemas';
import { parseOptions } from './parse-options';

/** Options of `signupOpenApi()`. */
export interface SignupOpenApiOptions {
  /** Path of the route in the host's app. Default `/dbconnections/signup`. */
  readonly path?: string | undefined;
  /**
   * What the names of the schemas begin with, so that they do not replace the host's own schemas in
   * a merged document. Default `''`.
   */
  readonly schemaPrefix?: string | undefined;
}

const PATH = "write a path such as '/auth/dbconnections/signup'";
const PREFIX = 'write letters, digits, ".", "-" and "_"';
// https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-5
const COMPONENT_NAME = /^[\w.-]*$/;

const optionsSchema = strictObject(
  {
    path: v.optional(v.pipe(v.string(PATH), v.startsWith('/', PATH)), '/dbconnections/signup'),
    schemaPrefix: v.optional(v.pipe(v.string(PREFIX), v.regex(COMPONENT_NAME, PREFIX)), ''),
  } satisfies Record<keyof SignupOpenApiOptions, v.GenericSchema>,
  'write { path, schemaPrefix }',
);

export function parseSignupOpenApiOptions(options: unknown): v.InferOutput<typeof optionsSchema> {
  return parseOptions('signupOpenApi options', optionsSchema, options);
}
