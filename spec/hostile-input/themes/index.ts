import type { Theme } from '../support/attack';
import { DUPLICATE_KEYS } from './duplicate-keys';
import { EMAILS } from './emails';
import { ENCODINGS } from './encodings';
import { FORMS } from './forms';
import { HEADERS } from './headers';
import { LOOK_UPS } from './look-ups';
import { MASS_ASSIGNMENT } from './mass-assignment';
import { METADATA } from './metadata';
import { METHODS } from './methods';
import { OPERATORS } from './operators';
import { PASSWORDS } from './passwords';
import { PATHS } from './paths';
import { PICTURES } from './pictures';
import { PROTOTYPES } from './prototypes';
import { TYPES } from './types';
import { UNICODE } from './unicode';

/** Requests that are valid HTTP; for others see raw-requests.ts. */
export const THEMES: readonly Theme[] = [
  TYPES,
  OPERATORS,
  PROTOTYPES,
  LOOK_UPS,
  METADATA,
  MASS_ASSIGNMENT,
  UNICODE,
  EMAILS,
  PICTURES,
  PASSWORDS,
  DUPLICATE_KEYS,
  ENCODINGS,
  FORMS,
  HEADERS,
  PATHS,
  METHODS,
];
