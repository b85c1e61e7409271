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

/** The fail point of one command, if any. */
export interface DueFailPoint {
  readonly failPoint: FailPoint | undefined;
  /** To be called once the fail point has taken effect. */
  readonly happens: () => void;
  /** Calls `release` when the fail points are cleared, at once if they have been since. */
  readonly hold: (release: () => void) => void;
}

interface PendingFailPoint extends Pick<DueFailPoint, 'happens'> {
  readonly command: string;
  readonly failPoint: FailPoint;
  times: number;
}

/** The fail points that are set, and what they hold back. */
export class FailPoints {
  #pending: PendingFailPoint[] = [];
  #held: (() => void)[] = [];
  #clears = 0;

  /** Resolves when the fail point has taken effect for the first time. */
  set(command: string, failPoint: FailPoint, times: number): Promise<void> {
    return new Promise((happens) => {
      this.#pending.push({ command, failPoint, times, happens });
    });
  }

  take(command: string): DueFailPoint {
    const next = this.#pending.find((one) => one.command === command || one.command === '*');
    if (next !== undefined) {
      next.times -= 1;
      this.#pending = this.#pending.filter(({ times }) => times > 0);
    }
    const clears = this.#clears;
    const hold = (release: () => void) => {
      if (clears === this.#clears) {
        this.#held.push(release);
      } else {
        release();
      }
    };
    return { failPoint: next?.failPoint, happens: next?.happens ?? (() => undefined), hold };
  }

  clear(): void {
    this.#clears += 1;
    this.#pending = [];
    for (const release of this.#held.splice(0)) {
      release();
    }
  }
}
