import { clientDomain } from '../client-domain.js';
import { Auth0Lock } from './auth0-lock.js';
import { showFailure, showSuccess } from './event-view.js';
import { lockOptions } from './lock-options.js';

let shown: Auth0Lock | undefined;

/** Puts a new Lock in the place of the last: one that has signed somebody up shows no form again. */
export function showLock(clientID: string, connection: string): void {
  shown?.destroy();
  const lock = new Auth0Lock(clientID, clientDomain, lockOptions(connection));
  lock.on('signup success', showSuccess);
  lock.on('signup error', (error) => showFailure('signup error', error));
  lock.on('unrecoverable_error', (error) => showFailure('unrecoverable_error', error));
  lock.show();
  shown = lock;
}
