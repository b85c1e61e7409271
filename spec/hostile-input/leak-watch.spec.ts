import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { runInThisContext } from 'node:vm';
import { CANARY, showsCanary } from '../support/canary';
import { type LeakWatch, watchForLeaks } from '../support/leak-watch';

let watch: LeakWatch;

beforeEach(() => {
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const) {
    jest.spyOn(console, name).mockImplementation();
  }
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockReturnValue(true);
  }
  jest.spyOn(process, 'emitWarning').mockReturnValue();
  watch = watchForLeaks();
});

afterEach(() => {
  watch.end();
  jest.restoreAllMocks();
});

it('finds any six characters of the canary, ignoring case', () => {
  for (let start = 0; start + 6 <= CANARY.length; start += 1) {
    const part = CANARY.slice(start, start + 6);
    expect([part, part.toUpperCase(), `x${part}x`].every(showsCanary)).toBe(true);
    expect(showsCanary(part.slice(1))).toBe(false);
  }
});

it('has a canary that needs no escapes in JSON, forms and URLs', () => {
  expect(JSON.stringify(CANARY)).toBe(`"${CANARY}"`);
  expect(encodeURIComponent(CANARY)).toBe(CANARY);
  expect(String(new URLSearchParams({ p: CANARY }))).toBe(`p=${CANARY}`);
});

it('finds nothing when nothing leaks', () => {
  console.error('a line', new Error('an error'));
  process.stderr.write('another');
  watch.see('a response', { status: 400, text: '{"error":"password is required"}' });

  expect(watch.findings()).toEqual([]);
});

describe('finds the canary in output', () => {
  it.each(['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const)(
    'by console.%s',
    (name) => {
      console[name]('a body:', { body: { password: CANARY.slice(3, 9) } });

      expect(watch.findings()).toEqual([`the canary shows in console.${name}`]);
    },
  );

  it.each(['stdout', 'stderr'] as const)('to %s, also in two writes', (name) => {
    process[name].write(`half ${CANARY.slice(0, 4)}`);
    process[name].write(Buffer.from(CANARY.slice(4)));

    expect(watch.findings()).toEqual([`the canary shows in process.${name}`]);
  });

  it('as a warning', () => {
    process.emitWarning(`careful with ${CANARY}`);

    expect(watch.findings()).toEqual(['the canary shows in process.emitWarning']);
  });

  it("as a warning outside Jest's copy of `process`", async () => {
    runInThisContext('process').emitWarning('careful', { detail: CANARY, code: 'CANARY_SPEC' });
    await turn();

    expect(watch.findings()).toContain('the canary shows in a warning');
  });
});

describe('finds the canary in a response', () => {
  it.each<[string, unknown]>([
    ['in its text', `{"error":"invalid password ${CANARY}"}`],
    ['in the value of a header', { 'x-password': CANARY }],
    ['in the name of a header', { [CANARY.toLowerCase()]: '1' }],
    ['in its bytes', Buffer.from(`HTTP/1.1 400 Bad Request\r\n\r\n${CANARY}`)],
  ])('%s', (_where, value) => {
    watch.see('a response', value);

    expect(watch.findings()).toEqual(['the canary shows in a response']);
  });
});

class WithGetter extends Error {
  get hidden(): string {
    return CANARY;
  }
}

class WithInspect extends Error {
  readonly #password = CANARY;
  [inspect.custom](): string {
    return this.#password;
  }
}

class WithJson extends Error {
  readonly #password = CANARY;
  toJSON(): object {
    return { password: this.#password };
  }
}

class WithText extends Error {
  readonly #password = CANARY;
  override toString(): string {
    return this.#password;
  }
}

function loop(): Error {
  const error = new Error('a loop');
  error.cause = { error, deep: [{ of: { the: [CANARY] } }] };
  return error;
}

describe('finds the canary in an error', () => {
  const plain = () => new Error('an error');
  it.each<[string, unknown]>([
    ['in its message', new Error(`bad ${CANARY}`)],
    ['in its stack', Object.assign(plain(), { stack: `at ${CANARY}` })],
    ['in its name', Object.assign(plain(), { name: CANARY })],
    ['in its cause', new Error('an error', { cause: new Error(CANARY) })],
    ['in the cause of its cause', new Error('a', { cause: new Error('b', { cause: CANARY }) })],
    ['in a property', Object.assign(plain(), { body: `{"password":"${CANARY}"}` })],
    ['in the name of a property', Object.assign(plain(), { [CANARY]: 1 })],
    [
      'in a property that is not enumerable',
      Object.defineProperty(plain(), 'a', { value: CANARY }),
    ],
    ['under a symbol', Object.defineProperty(plain(), Symbol('raw'), { value: CANARY })],
    ['in the name of a symbol', Object.assign(plain(), { [Symbol(CANARY)]: 1 })],
    ['in a getter of its own', Object.defineProperty(plain(), 'a', { get: () => CANARY })],
    ['in a getter of its class', new WithGetter()],
    ['in its inspect output', new WithInspect()],
    ['in its JSON', new WithJson()],
    ['in its toString()', new WithText()],
    ['in a list of errors', new AggregateError([plain(), new Error(CANARY)])],
    ['in a map', Object.assign(plain(), { fields: new Map([['password', CANARY]]) })],
    ['in a set', Object.assign(plain(), { seen: new Set([CANARY]) })],
    ['in bytes', Object.assign(plain(), { body: Buffer.from(CANARY) })],
    ['in bytes of UTF-16', Object.assign(plain(), { body: Buffer.from(CANARY, 'utf16le') })],
    ['on a function', Object.assign(plain(), { retry: Object.assign(() => 1, { CANARY }) })],
    ['deep down, and in a loop', loop()],
    ['when it is not an error', CANARY],
  ])('%s', (_where, error) => {
    watch.see('an error', error);

    expect(watch.findings()).toEqual(['the canary shows in an error']);
  });
});

it('reports each finding once', () => {
  watch.see('a response', CANARY);

  expect(watch.findings()).toHaveLength(1);
  expect(watch.findings()).toEqual([]);
});

it('restores everything at the end', () => {
  watch.end();

  console.error(CANARY);
  process.stderr.write(CANARY);

  expect(watch.findings()).toEqual([]);
});
