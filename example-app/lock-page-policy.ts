import type { RequestHandler } from 'express';

import { contentSecurityPolicy } from './content-security-policy';

/**
 * Lock writes its style sheet into a `<style>` element, and that sheet draws the icons from `data:`
 * URLs; without both there is no Lock to see. Scripts stay as strict as on the other pages.
 */
const policy = contentSecurityPolicy({
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
});

/** Stands behind `securityHeaders`, on Lock's page alone. */
export const lockPagePolicy: RequestHandler = function lockPagePolicy(_req, res, next) {
  res.set('Content-Security-Policy', policy);
  next();
};
