import type { Expected } from '../model/expected-response';

/** Counts the expected outcomes, to show that a run has enough successful sign-ups. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  add({ status, body }: Expected): void {
    const kind = `${status} ${kindOf(body)}`.trim();
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    this.#total += 1;
  }

  get total(): number {
    return this.#total;
  }

  /** Fraction of the requests (0 to 1) whose kind starts with `start`. */
  share(start: string): number {
    return this.#sum(([kind]) => kind.startsWith(start)) / this.#total;
  }

  /** One line per kind, the most frequent first. */
  lines(): string {
    return [...this.#counts]
      .sort(([, a], [, b]) => b - a)
      .map(([kind, count]) => {
        const percent = ((100 * count) / this.#total).toFixed(2);
        return `${percent.padStart(6)} %  ${String(count).padStart(6)}  ${kind}\n`;
      })
      .join('');
  }

  #sum(counts: (entry: [kind: string, count: number]) => boolean): number {
    return [...this.#counts].filter(counts).reduce((sum, [, count]) => sum + count, 0);
  }
}

/** The code, the class or the sentence, without the values that a sentence quotes. */
function kindOf(body: object): string {
  const { name, code, description, error } = body as Readonly<Record<string, unknown>>;
  if (code === 'invalid_password') {
    return `${code} ${name}`;
  }
  if (code !== undefined) {
    return code === 'invalid_username' ? `${code}: ${description}` : String(code);
  }
  return String(error ?? '')
    .replace(/user_metadata\..*(?= (?:name|type|value) \()/su, 'user_metadata.…')
    .replace(/(?<=\(client_id: ).*(?=\))|(?<=for )\S+(?= connection)/s, '…');
}
