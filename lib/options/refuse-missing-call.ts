import { isObject } from '../fields/plain-object';

/**
 * `app.use(signupRouter)` mounts the factory itself, which Express then calls with a request. Only
 * that first request can tell.
 */
export function refuseMissingCall(options: unknown): void {
  if (isObject(options) && 'headers' in options && 'method' in options && 'url' in options) {
    throw new TypeError(
      'express-dbconnections: app.use(signupRouter) lacks the call; ' +
        'write app.use(signupRouter({ users, clients, connections }))',
    );
  }
}
