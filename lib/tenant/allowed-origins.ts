import { invalidOption } from '../options/invalid-option';
import { checkStrings } from '../options/option-checks';
import type { Client } from './client';

/** Tells whether pages of `origin` may sign users up. */
export type OriginRule = (origin: string) => boolean;

export const everyOrigin: OriginRule = () => true;

const ADVICE = "write an origin without a path, such as 'https://app.example.com'";
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[^\s/?#*@]+$/i;
const CALLBACK_ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[^\s/?#*@]+(?=[/?#]|$)/i;

/**
 * The rule of one client: every origin when it has no `allowed_origins`, otherwise those and the
 * origins of its `callbacks`. `*` stands for one or more labels in front of a domain, as Auth0
 * writes sub-domain wildcards.
 *
 * Source: https://auth0.com/docs/get-started/applications/set-up-cors
 */
export function originRule(client: Client, path: string): OriginRule {
  if (client.allowed_origins == null) {
    return everyOrigin;
  }
  const allowed = checkStrings(`${path}.allowed_origins`, client.allowed_origins, ADVICE);
  const callbacks = checkStrings(
    `${path}.callbacks`,
    client.callbacks ?? [],
    'write an array of URLs',
  );
  const origins = [...allowed.map((one, index) => checkOrigin(path, one, index)), ...callbacks]
    .map((url) => CALLBACK_ORIGIN.exec(url)?.[0])
    .filter((origin) => origin !== undefined);
  return anyOf(origins.map(normalize));
}

function checkOrigin(path: string, origin: string, index: number): string {
  const trimmed = origin.replace(/\/$/, '');
  if (!ORIGIN.test(trimmed)) {
    throw invalidOption(`${path}.allowed_origins[${index}]`, origin, ADVICE);
  }
  return trimmed;
}

// Browsers send origins in lower case and without the scheme's default port.
function normalize(origin: string): string {
  const lowerCase = origin.toLowerCase();
  return lowerCase.replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2');
}

function anyOf(origins: readonly string[]): OriginRule {
  const exact = new Set(origins.filter((origin) => !origin.includes('*')));
  const wildcards = origins.filter((origin) => origin.includes('*')).map(subdomainRule);
  return (origin) => exact.has(origin) || wildcards.some((rule) => rule(origin));
}

function subdomainRule(pattern: string): OriginRule {
  const [scheme, domain] = pattern.split('*') as [string, string];
  return (origin) =>
    origin.startsWith(scheme) &&
    origin.endsWith(domain) &&
    isLabels(origin.slice(scheme.length, -domain.length));
}

function isLabels(text: string): boolean {
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text);
}
