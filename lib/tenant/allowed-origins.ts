import { domainToASCII } from 'node:url';
import type { ClientSettings } from '../options/client';

/** Whether pages of `origin` may sign users up. */
export type OriginRule = (origin: string) => boolean;

export const everyOrigin: OriginRule = () => true;

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\*\.)?[^\s/?#*@]+(?=[/?#]|$)/i;

/**
 * The rule of one client: every origin when it has no `allowed_origins`, otherwise those and the
 * origins of its `callbacks`. `*` matches one or more labels in front of a domain, as in Auth0's
 * sub-domain wildcards.
 *
 * Source: https://auth0.com/docs/get-started/applications/set-up-cors
 */
export function originRule({
  allowed_origins,
  callbacks,
}: Pick<ClientSettings, 'allowed_origins' | 'callbacks'>): OriginRule {
  if (allowed_origins === undefined) {
    return everyOrigin;
  }
  const origins = [...allowed_origins, ...callbacks]
    .map((url) => ORIGIN.exec(url)?.[0])
    .filter((origin) => origin !== undefined);
  return anyOf(origins.map(normalize));
}

// Browsers send origins in ASCII, in lower case and without the scheme's default port.
function normalize(origin: string): string {
  const lowerCase = origin.toLowerCase().replace(/(?<=\/\/)[^:/]*[^\0-\x7f][^:/]*/, domainToASCII);
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
