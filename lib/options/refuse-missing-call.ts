import { isObject } from '../fields/plain-object';

/**
 * Throws when the options are a request: `app.use(signupRouter)` mounts the factory itself, which
 * Express then calls for each request.
 */
export function refuseMissingCall(options: unknown): void {
  if (isObject(options) && 'headers' in options && 'method' in options && 'url' in options) {
    throw new TypeError(
      'express-dbconnections: app.use(signupRouter) lacks the call; ' +
        'write app.use(signupRouter({ users, clients, connections }))',
    );
  }
}
