import { EventEmitter, once } from 'node:events';
import type { PasswordHasher } from 'express-dbconnections';

/** A hasher whose hashes end when the spec says so. */
export interface HeldHasher extends PasswordHasher {
  /** Resolves with the signal of the next hash that begins. */
  begun(): Promise<AbortSignal>;
  /** Resolves every hash that has begun. */
  release(): void;
  /** Rejects every hash that has begun. */
  fail(error: unknown): void;
}

export function heldHasher(): HeldHasher {
  const events = new EventEmitter();
  let held: PromiseWithResolvers[] = [];

  function take(): readonly PromiseWithResolvers[] {
    const taken = held;
    held = [];
    return taken;
  }

  return {
    hash(_password, { signal } = {}) {
      return new Promise((resolve, reject) => {
        held.push({ resolve, reject });
        events.emit('begun', signal);
      });
    },
    async verify() {
      return false;
    },
    async begun() {
      const [signal] = await once(events, 'begun');
      return signal;
    },
    release() {
      for (const { resolve } of take()) {
        resolve(`held ${'x'.repeat(55)}`);
      }
    },
    fail(error) {
      for (const { reject } of take()) {
        reject(error);
      }
    },
  };
}

interface PromiseWithResolvers {
  readonly resolve: (hash: string) => void;
  readonly reject: (error: unknown) => void;
}
