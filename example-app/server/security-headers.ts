import type { RequestHandler } from 'express';

/** Everything that a page needs comes from this server, so no other source is allowed. */
const STRICT_POLICY = {
  'default-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
};

/**
 * Lock writes its style sheet into a `<style>` element, and that sheet loads its icons from `data:`
 * URLs. Scripts are as restricted as on the other pages.
 */
const LOCK_POLICY = {
  ...STRICT_POLICY,
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
};

const HEADERS = {
  'Content-Security-Policy': policyText(STRICT_POLICY),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const LOCK_HEADERS = { ...HEADERS, 'Content-Security-Policy': policyText(LOCK_POLICY) };

/** Mounted after the sign-up route, whose responses have the plugin's own headers only. */
export const securityHeaders: RequestHandler = function securityHeaders(_req, res, next) {
  res.set(HEADERS);
  next();
};

/** The same for Lock's page, mounted after `securityHeaders`. */
export const lockPageHeaders: RequestHandler = function lockPageHeaders(_req, res, next) {
  res.set(LOCK_HEADERS);
  next();
};

function policyText(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
