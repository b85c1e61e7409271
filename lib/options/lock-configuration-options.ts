import type v = require('valibot');

import { type Client, type ClientResolver, clientsSchema } from './client';
import { connectionListSchema, type DatabaseConnection } from './connection';
import { strictObject } from './object-schemas';
import { parseOptions } from './parse-options';

/** Options of `lockConfigurationRouter()`: those of the tenant's `signupRouter()`. */
export interface LockConfigurationOptions {
  readonly clients: readonly Client[] | ClientResolver;
  /** An array: a resolver has no list of the connections of a client. */
  readonly connections: readonly DatabaseConnection[];
}

const optionsSchema = strictObject({
  clients: clientsSchema,
  connections: connectionListSchema,
} satisfies Record<keyof LockConfigurationOptions, v.GenericSchema>);

export function parseLockConfigurationOptions(
  options: unknown,
): v.InferOutput<typeof optionsSchema> {
  return parseOptions('lockConfigurationRouter options', optionsSchema, options);
}
