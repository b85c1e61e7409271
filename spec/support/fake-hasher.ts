import type { HashOptions, PasswordHasher } from 'express-dbconnections';

/** A hasher that records its passwords and runs the code of a spec instead of hashing. */
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
