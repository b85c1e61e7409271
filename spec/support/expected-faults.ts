/** What becomes of a command that a fault waits for. */
export type Fault =
  /** It waits, and everything after it on its connection, until `mend()`. */
  | 'hold'
  /** The server carries it out; the answer waits until `mend()`. */
  | 'hold after'
  /** The connection is cut before the server sees it. */
  | 'drop before'
  /** The server carries it out; the connection is cut instead of the answer. */
  | 'drop after'
  /** The server never sees it; this is the answer, bytes as they are. */
  | { readonly answer: object }
  /** The server carries it out; this is the answer, bytes as they are. */
  | { readonly afterwards: object };

/** A fault that is due, if any, and what to call once it has happened. */
export interface DueFault {
  readonly fault?: Fault;
  happens(): void;
}

/** The faults that are still to happen, and what waits for their end. */
export class ExpectedFaults {
  #expected: { command: string; fault: Fault; times: number; happens: () => void }[] = [];
  #held: (() => void)[] = [];

  expect(command: string, fault: Fault, times: number): Promise<void> {
    return new Promise((happens) => {
      this.#expected.push({ command, fault, times, happens });
    });
  }

  take(command: string): DueFault {
    const next = this.#expected.find((one) => one.command === command || one.command === '*');
    if (next === undefined) {
      return { happens: () => undefined };
    }
    next.times -= 1;
    this.#expected = this.#expected.filter(({ times }) => times > 0);
    return next;
  }

  onForget(go: () => void): void {
    this.#held.push(go);
  }

  forget(): void {
    this.#expected = [];
    for (const go of this.#held.splice(0)) {
      go();
    }
  }
}
