import type { RequestHandler } from 'express';

import { contentSecurityPolicy } from './content-security-policy';

/** Stands behind the sign-up route: that route's answers show the plugin's own headers only. */
export const securityHeaders: RequestHandler = function securityHeaders(_req, res, next) {
  res.set({
    'Content-Security-Policy': contentSecurityPolicy(),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
};
