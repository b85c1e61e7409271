import { TemporarilyUnavailableError } from '../errors';

/**
 * What ends a sign-up before its answer: its time is over, or its sender has gone. An
 * `AbortController` would do and is dear: it is made when somebody looks at its signal.
 */
export class Cancellation {
  #cancelled: { readonly reason: unknown } | undefined;
  #clock: NodeJS.Timeout | undefined;
  #controller: AbortController | undefined;
  #stopWaiting: (reason: unknown) => void = () => {};

  /** Aborted with this; for a host's directory or hasher, which may take long. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#cancelled !== undefined) {
        this.#controller.abort(this.#cancelled.reason);
      }
    }
    return this.#controller.signal;
  }

  /** Cancels in so many milliseconds, with a {@link TemporarilyUnavailableError}. */
  startClock(milliseconds: number): void {
    this.#clock = setTimeout(() => {
      const cause = new Error(`No answer within ${milliseconds} ms`);
      this.cancel(new TemporarilyUnavailableError({ cause }));
    }, milliseconds);
  }

  stopClock(): void {
    clearTimeout(this.#clock);
  }

  /** The first reason counts. */
  cancel(reason: unknown): void {
    if (this.#cancelled === undefined) {
      this.#cancelled = { reason };
      this.stopClock();
      this.#controller?.abort(reason);
      this.#stopWaiting(reason);
    }
  }

  throwIfCancelled(): void {
    if (this.#cancelled !== undefined) {
      throw this.#cancelled.reason;
    }
  }

  /** Waits for `work`, but not after the cancellation; rejects with its reason then. */
  wait<Result>(work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      work.then(resolve, reject);
      this.#stopWaiting = reject;
      if (this.#cancelled !== undefined) {
        reject(this.#cancelled.reason);
      }
    });
  }
}
