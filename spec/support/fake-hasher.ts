import type { HashOptions, PasswordHasher } from 'express-dbconnections';

/** A hasher that hashes nothing, says what it was asked, and does what the spec wants meanwhile. */
export interface FakeHasher extends PasswordHasher {
  readonly hashed: string[];
}

export function fakeHasher(
  meanwhile: (options: HashOptions) => unknown = () => undefined,
): FakeHasher {
  const hashed: string[] = [];
  return {
    hashed,
    async hash(password, options = {}) {
      hashed.push(password);
      await meanwhile(options);
      return `hash of ${password}`;
    },
    verify: (password, hash) => Promise.resolve(hash === `hash of ${password}`),
  };
}
