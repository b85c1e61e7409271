import type { LockOptions } from './lock-options.js';

/** What this page uses of Lock. The build makes the script itself from the package. */
export class Auth0Lock {
  constructor(clientID: string, domain: string, options: LockOptions);
  on(event: 'signup success', listener: (data: unknown) => void): void;
  on(event: 'signup error' | 'unrecoverable_error', listener: (error: unknown) => void): void;
  show(): void;
  destroy(): void;
}
