import { TemporarilyUnavailableError } from '../errors';

/**
 * Counts the inserts that have begun and not ended. The driver waits for a database that hangs without
 * end, long after the sign-up has been answered 503, and keeps whatever it is given meanwhile.
 */
export class InsertLimit {
  readonly #most: number;
  #underWay = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws {TemporarilyUnavailableError} when there are too many to begin with another. */
  check(): void {
    if (this.#underWay >= this.#most) {
      const cause = new Error(`${this.#underWay} inserts wait for the database`);
      throw new TemporarilyUnavailableError({ cause });
    }
  }

  async run<Result>(insert: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await insert();
    } finally {
      this.#underWay -= 1;
    }
  }
}
