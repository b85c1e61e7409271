/** What happens to a command that meets a fail point. */
export type FailPoint =
  /** The command waits, with everything after it on its connection, until `restore()`. */
  | 'hold'
  /** The server executes the command; the reply waits until `restore()`. */
  | 'hold after'
  /** The connection is dropped before the server sees the command. */
  | 'drop before'
  /** The server executes the command; the connection is dropped instead of the reply. */
  | 'drop after'
  /** The server never sees the command; this is the reply. A Buffer is sent as it is. */
  | { readonly replyInstead: object }
  /** The server executes the command; this is the reply. A Buffer is sent as it is. */
  | { readonly replyAfter: object };

/** The fail point of one command, if any, and a function to call once it has taken effect. */
export interface DueFailPoint {
  readonly failPoint?: FailPoint;
  happens(): void;
}

interface PendingFailPoint extends DueFailPoint {
  readonly command: string;
  times: number;
}

/** The fail points that are set, and what they hold back. */
export class FailPoints {
  #pending: PendingFailPoint[] = [];
  #held: (() => void)[] = [];

  /** Resolves when the fail point has taken effect for the first time. */
  set(command: string, failPoint: FailPoint, times: number): Promise<void> {
    return new Promise((happens) => {
      this.#pending.push({ command, failPoint, times, happens });
    });
  }

  take(command: string): DueFailPoint {
    const next = this.#pending.find((one) => one.command === command || one.command === '*');
    if (next === undefined) {
      return { happens: () => undefined };
    }
    next.times -= 1;
    this.#pending = this.#pending.filter(({ times }) => times > 0);
    return next;
  }

  onClear(release: () => void): void {
    this.#held.push(release);
  }

  clear(): void {
    this.#pending = [];
    for (const release of this.#held.splice(0)) {
      release();
    }
  }
}
