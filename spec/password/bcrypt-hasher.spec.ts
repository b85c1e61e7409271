import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import bcrypt from 'bcryptjs';
import { Piscina } from 'piscina';
import { TemporarilyUnavailableError } from '../../lib/errors';
import type { BcryptHasherOptions } from '../../lib/options/bcrypt-hasher-options';
import type { BcryptHasher } from '../../lib/options/password-hasher';
import { bcryptHasher } from '../../lib/password/bcrypt-hasher';
import { expectWrongOption } from '../support/expect-wrong-option';
import { nextAttempts } from '../support/failing-threads';

// Threads and processes start slowly on a busy machine.
jest.setTimeout(60_000);

const PASSWORD = 'Correct-Horse 1';
const CANARY = 'c4n4ry-Secret!';

const hashers: BcryptHasher[] = [];

/** A hasher with cheap hashes, closed after the spec. */
function makeHasher(options: BcryptHasherOptions = {}): BcryptHasher {
  const hasher = bcryptHasher({ rounds: 4, threads: 1, ...options });
  hashers.push(hasher);
  return hasher;
}

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(hashers.splice(0).map((hasher) => hasher.close()));
});

const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

function expectUnavailable(error: unknown, retryAfter = '1'): void {
  expect(error).toBeInstanceOf(TemporarilyUnavailableError);
  expect(error).toMatchObject({ status: 503, headers: { 'retry-after': retryAfter } });
}

/** Keeps tasks from ending until the function that it returns is called. */
function holdTasks(tasks: jest.SpiedFunction<Piscina['run']>): () => void {
  let release = () => {};
  const held = new Promise<object>((resolve) => {
    release = () => resolve({ result: 'the hash', milliseconds: 100 });
  });
  tasks.mockReturnValue(held);
  return () => release();
}

function poolOf(tasks: jest.SpiedFunction<Piscina['run']>): Piscina {
  return tasks.mock.contexts.at(-1) as unknown as Piscina;
}

describe('hash', () => {
  it("gives Auth0's format, version 2b and cost 10, by default", async () => {
    const hasher = bcryptHasher();
    hashers.push(hasher);
    const hash = await hasher.hash(PASSWORD);
    expect(hash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
    expect(bcrypt.compareSync(PASSWORD, hash)).toBe(true);
  });

  it.each([4, 5])('has the cost that is asked for: %d', async (rounds) => {
    expect(bcrypt.getRounds(await makeHasher({ rounds }).hash(PASSWORD))).toBe(rounds);
  });

  it('salts every hash anew', async () => {
    const hasher = makeHasher();
    const hashes = await Promise.all(Array.from({ length: 8 }, () => hasher.hash(PASSWORD)));
    expect(new Set(hashes.map((hash) => hash.slice(0, 29))).size).toBe(8);
  });

  it.each(['', ' ', ' spaces around ', 'pässwörd', '密码', '😀🎉', 'x\ty\n', 'e\u0301'])(
    'takes the password %j exactly as it is',
    async (password) => {
      const hash = await makeHasher().hash(password);
      expect(bcrypt.compareSync(password, hash)).toBe(true);
      expect(bcrypt.compareSync(`${password}x`, hash)).toBe(false);
    },
  );

  it.each([
    ['NUL', `${CANARY}\0`],
    ['NUL in front', `\0${CANARY}`],
    ['a high surrogate alone', `${CANARY}\ud800`],
    ['a low surrogate alone', `\udfff${CANARY}`],
    ['surrogates the wrong way round', `${CANARY}\udc00\ud800`],
  ])('rejects %s without revealing the password', async (_title, password) => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const error = await failure(makeHasher().hash(password));
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toBe(
      'A password with a NUL or a lone surrogate cannot be hashed',
    );
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(CANARY);
    expect(tasks).not.toHaveBeenCalled();
  });
});

describe('verify', () => {
  it('knows the password and no other', async () => {
    const hasher = makeHasher();
    const hash = await hasher.hash(PASSWORD);
    await expect(hasher.verify(PASSWORD, hash)).resolves.toBe(true);
    for (const other of ['', PASSWORD.toLowerCase(), `${PASSWORD} `, PASSWORD.slice(0, -1)]) {
      await expect(hasher.verify(other, hash)).resolves.toBe(false);
    }
  });

  it.each(['a', 'b', 'y'])('reads version 2%s of other libraries', async (version) => {
    const hash = bcrypt.hashSync(PASSWORD, 4).replace('$2b$', `$2${version}$`);
    const hasher = makeHasher();
    await expect(hasher.verify(PASSWORD, hash)).resolves.toBe(true);
    await expect(hasher.verify('another', hash)).resolves.toBe(false);
  });

  // https://www.openwall.com/crypt/, crypt_blowfish, wrapper.c
  it.each([
    ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
    ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK', 'U*U*'],
    ['$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a', 'U*U*U'],
    [
      '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
      '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored',
    ],
    ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy', ''],
  ])("agrees with crypt_blowfish's %s", async (hash, password) => {
    const hasher = makeHasher();
    await expect(hasher.verify(password, hash)).resolves.toBe(true);
    await expect(hasher.verify(`x${password}`, hash)).resolves.toBe(false);
  });

  it.each([
    ['ASCII', 'x'.repeat(71), 'y', 'z'],
    ['two bytes a character', 'é'.repeat(35), 'ü', 'ö'],
    ['three bytes a character', '€'.repeat(23), '₤', '₩'],
    ['four bytes a character', '😀'.repeat(17), '🎉', '🎊'],
  ])('reads 72 bytes and no more: %s', async (_title, start, end, other) => {
    const hasher = makeHasher();
    const password = start + end;
    expect(Buffer.byteLength(password)).toBe(72);
    const hash = await hasher.hash(password);
    await expect(hasher.verify(start + other, hash)).resolves.toBe(false);
    await expect(hasher.verify(`${password}!`, hash)).resolves.toBe(true);
  });

  it.each([
    ['a NUL and more', 'abc\0abc'],
    ['a NUL at the end', 'abc\0'],
  ])('is not fooled by %s, which bcrypt reads as the same', async (_title, password) => {
    const hasher = makeHasher();
    const hash = await hasher.hash('abc');
    await expect(hasher.verify(password, hash)).resolves.toBe(false);
  });

  it('is not fooled by a lone surrogate', async () => {
    const hash = bcrypt.hashSync('abc\ud800', 4);
    await expect(makeHasher().verify('abc\ud800', hash)).resolves.toBe(false);
  });

  it.each([
    { options: {}, cost: '15', message: 'The cost of the hash is 15, and maxRounds is 14' },
    { options: {}, cost: '31', message: 'The cost of the hash is 31, and maxRounds is 14' },
    {
      options: { maxRounds: 5 },
      cost: '06',
      message: 'The cost of the hash is 6, and maxRounds is 5',
    },
  ])('throws a RangeError for a hash of cost $cost with %j', async ({ options, cost, message }) => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hash = bcrypt.hashSync(CANARY, 4).replace('$04$', `$${cost}$`);
    const hasher = makeHasher(options);
    for (const password of [CANARY, 'x\0']) {
      expect(await failure(hasher.verify(password, hash))).toEqual(new RangeError(message));
    }
    expect(tasks).not.toHaveBeenCalled();
  });

  it.each([
    { options: {}, cost: '14' },
    { options: { rounds: 16 }, cost: '16' },
    { options: { maxRounds: 31 }, cost: '31' },
  ])('accepts a hash of cost $cost with $options', async ({ options, cost }) => {
    const release = holdTasks(jest.spyOn(Piscina.prototype, 'run'));
    const hash = bcrypt.hashSync(PASSWORD, 4).replace('$04$', `$${cost}$`);
    const verified = makeHasher(options).verify(PASSWORD, hash);
    release();
    await expect(verified).resolves.toBe('the hash');
  });

  const REST = 'CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

  it.each([
    ['nothing', ''],
    ['no hash at all', 'U*U'],
    ['no version', `$2$05$${REST}`],
    ["crypt_blowfish's broken version 2x", `$2x$05$${REST}`],
    ['another algorithm', `$5b$05$${REST}`],
    ['a cost below 4', `$2a$03$${REST}`],
    ['a cost above 31', `$2a$32$${REST}`],
    ['a cost of one digit', `$2a$5$${REST}`],
    ['a character too few', `$2a$05$${REST.slice(1)}`],
    ['a character too many', `$2a$05$${REST}x`],
    ['a new line at the end', `$2a$05$${REST}\n`],
    ['something before it', `{bcrypt}$2a$05$${REST}`],
    ['a character of another alphabet', `$2a$05$${REST.replace('E', '+')}`],
    ['null', null],
    ['undefined', undefined],
  ])('returns false for a malformed hash and hashes nothing: %s', async (_title, hash) => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    await expect(makeHasher().verify('U*U', hash as string)).resolves.toBe(false);
    expect(tasks).not.toHaveBeenCalled();
  });
});

describe('the event loop', () => {
  it('keeps turning while eight passwords of cost 10 are hashed', async () => {
    const hasher = makeHasher({ rounds: 10, threads: 2, maxWait: 60_000 });
    let turns = 0;
    let isDone = false;
    const turn = () => {
      turns += 1;
      if (!isDone) {
        setImmediate(turn);
      }
    };
    turn();
    await Promise.all(Array.from({ length: 8 }, () => hasher.hash(PASSWORD)));
    isDone = true;
    expect(turns).toBeGreaterThan(50);
  });
});

describe('ready', () => {
  it('starts every thread and lets each make a hash of the cost', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    await makeHasher({ threads: 3 }).ready();
    expect(tasks.mock.calls.map(([task]) => task)).toEqual(
      Array(3).fill({ kind: 'hash', password: 'warm-up', rounds: 4 }),
    );
    expect(poolOf(tasks).threads).toHaveLength(3);
  });

  it('starts no more threads when it is called again', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher({ threads: 2 });
    await Promise.all([hasher.ready(), hasher.ready()]);
    await hasher.ready();
    expect(new Set(tasks.mock.contexts).size).toBe(1);
    expect(poolOf(tasks).threads).toHaveLength(2);
  });

  it('makes no more hashes when all is warm', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher({ threads: 2 });
    await hasher.ready();
    await hasher.ready();
    expect(tasks).toHaveBeenCalledTimes(2);
  });

  it('waits its turn when a hash would be refused', async () => {
    const hasher = makeHasher({ maxWait: 0 });
    const served = [hasher.hash(PASSWORD), hasher.hash(PASSWORD)];
    const ready = hasher.ready();
    expectUnavailable(await failure(hasher.hash(PASSWORD)));
    await ready;
    expect(await Promise.all(served)).toHaveLength(2);
  });

  it('rejects with what is wrong with the threads, and tries again when it is called again', async () => {
    const hasher = makeHasher();
    nextAttempts('dies', 'dies', 'dies');
    await expect(hasher.ready()).rejects.toThrow(
      /^express-dbconnections: the hashing threads do not work: .*worker exited with code: 1$/,
    );
    await hasher.ready();
    await expect(hasher.hash(PASSWORD)).resolves.toMatch(/^\$2b\$04\$/);
  });

  it('starts as many threads as there are cores by default', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = bcryptHasher({ rounds: 4 });
    hashers.push(hasher);
    await hasher.ready();
    expect(poolOf(tasks).threads).toHaveLength(availableParallelism());
  });

  it('is not needed', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher();
    expect(tasks).not.toHaveBeenCalled();
    await expect(hasher.hash(PASSWORD)).resolves.toMatch(/^\$2b\$04\$/);
  });
});

describe('a full queue', () => {
  it('refuses at once a hash that would wait too long, and runs the others', async () => {
    const hasher = makeHasher({ maxWait: 0 });
    const hash = bcrypt.hashSync(PASSWORD, 4);
    const served = [hasher.hash(PASSWORD), hasher.hash(PASSWORD), hasher.verify(PASSWORD, hash)];
    const refused = [hasher.hash(PASSWORD), hasher.verify(PASSWORD, hash)];
    for (const error of await Promise.all(refused.map(failure))) {
      expectUnavailable(error);
    }
    expect(await Promise.all(served)).toHaveLength(3);
  });

  it('counts on 0.1 ms at cost 0, twice as much with each step, until it has measured', async () => {
    // 102.4 ms are expected at cost 10, so 19 waiting are within 2,000 ms, and 20 are not.
    const release = holdTasks(jest.spyOn(Piscina.prototype, 'run'));
    const hasher = bcryptHasher({ threads: 1 });
    hashers.push(hasher);
    const served = Array.from({ length: 21 }, () => hasher.hash(PASSWORD));
    const refused = failure(hasher.hash(PASSWORD));
    release();
    expectUnavailable(await refused, '3');
    expect(await Promise.all(served)).toEqual(Array(21).fill('the hash'));
  });

  it('counts on what ready has measured', async () => {
    // One hash of 1,024 ms makes 286.72 ms of the expected 102.4, so 6 waiting are within 2,000 ms.
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    tasks.mockResolvedValueOnce({ result: 'the hash', milliseconds: 1024 });
    const release = holdTasks(tasks);
    const hasher = bcryptHasher({ threads: 1 });
    hashers.push(hasher);
    await hasher.ready();
    const served = Array.from({ length: 8 }, () => hasher.hash(PASSWORD));
    const refused = failure(hasher.hash(PASSWORD));
    release();
    expectUnavailable(await refused, '3');
    expect(await Promise.all(served)).toEqual(Array(8).fill('the hash'));
  });

  it('drops a hash whose caller has gone', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher();
    const controller = new AbortController();
    const first = hasher.hash(PASSWORD);
    const dropped = failure(hasher.hash(CANARY, { signal: controller.signal }));
    const reason = new Error('the client has gone');
    controller.abort(reason);
    expect(await dropped).toBe(reason);
    await first;
    await hasher.hash(PASSWORD);
    expect(tasks).toHaveBeenCalledTimes(2);
  });

  it('drops a verification whose caller has gone', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher();
    const hash = bcrypt.hashSync(PASSWORD, 4);
    const controller = new AbortController();
    const first = hasher.verify(PASSWORD, hash);
    const dropped = failure(hasher.verify(CANARY, hash, { signal: controller.signal }));
    controller.abort('the client has gone');
    expect(await dropped).toBe('the client has gone');
    const late = hasher.verify(CANARY, hash, { signal: AbortSignal.abort('too late') });
    expect(await failure(late)).toBe('too late');
    await first;
    await hasher.verify(PASSWORD, hash);
    expect(tasks).toHaveBeenCalledTimes(2);
  });

  it('starts no hash whose signal is already aborted', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const error = await failure(makeHasher().hash(PASSWORD, { signal: AbortSignal.abort('gone') }));
    expect(error).toBe('gone');
    expect(tasks).not.toHaveBeenCalled();
  });
});

describe('stats', () => {
  it('show the threads, what they do, and the average time by cost', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher({ threads: 2, maxWait: 0 });
    const idle = { threads: 2, running: 0, waiting: 0, refused: 0, meanMs: {} };
    expect(hasher.stats()).toEqual(idle);
    expect(tasks).not.toHaveBeenCalled();

    const release = holdTasks(tasks);
    const hash = bcrypt.hashSync(PASSWORD, 5);
    const served = [hasher.hash(PASSWORD), hasher.hash(PASSWORD), hasher.verify(PASSWORD, hash)];
    const refused = failure(hasher.verify(PASSWORD, hash));
    expect(hasher.stats()).toEqual({ ...idle, running: 2, waiting: 1, refused: 1 });
    release();
    await Promise.all([...served, refused]);
    expect(hasher.stats()).toEqual({
      ...idle,
      refused: 1,
      meanMs: { 4: expect.any(Number), 5: expect.any(Number) },
    });
    await hasher.close();
    await failure(hasher.hash(PASSWORD));
    expect(hasher.stats()).toMatchObject({ running: 0, refused: 2 });
  });
});

describe('a hash that hangs', () => {
  it.each([
    { rounds: 4, limit: 5000 },
    { rounds: 11, limit: 5000 },
    { rounds: 12, limit: 8192 },
    { rounds: 14, limit: 32_768 },
    { rounds: 31, limit: 2 ** 31 - 1 },
  ])('is given up after $limit ms at cost $rounds', async ({ rounds, limit }) => {
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const error = await failure(makeHasher({ rounds }).hash(CANARY));
    expectUnavailable(error);
    expect(String((error as Error).cause)).toBe('Error: A hash took too long');
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(CANARY);
    expect(timeout.mock.calls).toEqual([[limit]]);
  });
});

describe('a verification that hangs', () => {
  it.each([
    { cost: '04', limit: 5000 },
    { cost: '14', limit: 32_768 },
    { cost: '17', limit: 262_144 },
  ])('is given up by the cost of its hash, not of the hasher: $cost', async ({ cost, limit }) => {
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const hash = bcrypt.hashSync(PASSWORD, 4).replace('$04$', `$${cost}$`);
    expectUnavailable(
      await failure(makeHasher({ rounds: 12, maxRounds: 31 }).verify(PASSWORD, hash)),
    );
    expect(timeout.mock.calls).toEqual([[limit]]);
  });
});

describe('close', () => {
  it('lets ready finish, and leaves no thread behind', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher({ threads: 2 });
    const ready = hasher.ready();
    await hasher.close();
    await ready;
    const pools = new Set(tasks.mock.contexts as unknown as Piscina[]);
    expect([...pools].map(({ threads }) => threads.length)).toEqual([0]);
  });

  it('leaves nothing to get ready, even where all was', async () => {
    const hasher = makeHasher();
    await hasher.ready();
    await hasher.close();
    expectUnavailable(await failure(hasher.ready()));
  });

  it('leaves nothing to get ready', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher();
    await hasher.close();
    expectUnavailable(await failure(hasher.ready()));
    expect(tasks).not.toHaveBeenCalled();
  });

  it('lets the running and the waiting hashes finish, then ends the threads', async () => {
    const tasks = jest.spyOn(Piscina.prototype, 'run');
    const hasher = makeHasher({ threads: 2 });
    const hashes = Array.from({ length: 6 }, () => hasher.hash(PASSWORD));
    await hasher.close();
    expect(tasks).toHaveBeenCalledTimes(6);
    expect(await Promise.all(hashes)).toHaveLength(6);
    expect(poolOf(tasks).threads).toHaveLength(0);
  });

  it('refuses later hashes', async () => {
    const hasher = makeHasher();
    const hash = await hasher.hash(PASSWORD);
    const closed = hasher.close();
    for (const refused of [hasher.hash(CANARY), hasher.verify(CANARY, hash)]) {
      const error = await failure(refused);
      expectUnavailable(error);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(CANARY);
    }
    await closed;
    expectUnavailable(await failure(hasher.hash(PASSWORD)));
  });

  it('does no harm before the first hash, and twice', async () => {
    const hasher = makeHasher();
    await hasher.close();
    await hasher.close();
    expectUnavailable(await failure(hasher.hash(PASSWORD)));
  });
});

describe('a process that never closes its hasher', () => {
  const ROOT = join(__dirname, '..', '..');
  const LOAD = `
    const { transformFileSync } = require('@swc/core');
    const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
    require.extensions['.ts'] = (module, file) => {
      const { code } = transformFileSync(file, { swcrc: false, module: { type: 'commonjs' }, jsc });
      module._compile(code, file);
    };
    const { bcryptHasher } = require('./lib/password/bcrypt-hasher.ts');
    const hasher = bcryptHasher({ rounds: 4, threads: 2 });
  `;

  it.each([
    ['has not used it', "console.log('done')"],
    ['has hashed', "hasher.hash('x').then(() => console.log('done'))"],
    ['is ready', "hasher.ready().then(() => console.log('done'))"],
    [
      'aborted what waited',
      `const controller = new AbortController();
       for (let count = 0; count < 4; count += 1) {
         hasher.hash('x', { signal: controller.signal }).catch(() => undefined);
       }
       controller.abort();
       console.log('done');`,
    ],
  ])(
    'ends by itself when it %s',
    async (_title, script) => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['-e', LOAD + script],
        {
          cwd: ROOT,
          timeout: 50_000,
        },
      );
      expect({ stdout, stderr }).toEqual({ stdout: 'done\n', stderr: '' });
    },
    20_000,
  );
});

describe('the options', () => {
  it.each<[options: BcryptHasherOptions]>([
    [{}],
    [{ rounds: 31, threads: 1024, maxWait: 0 }],
    [{ rounds: 12, maxRounds: 12 }],
    [{ rounds: 4, threads: 1, maxWait: 2 ** 31 - 1 }],
    [{ rounds: undefined, threads: undefined, maxWait: undefined } as object],
  ])('may be %j', (options) => {
    expect(() => bcryptHasher(options)).not.toThrow();
  });

  it('may be absent', () => {
    expect(() => bcryptHasher()).not.toThrow();
  });

  const KEYS = 'there is no such option; write one of rounds, maxRounds, threads, maxWait';
  const ROUNDS = 'write a whole number from 4 to 31';
  const OWN_HASHES = "verify would refuse the hasher's own hashes; write at least rounds,";
  const THREADS = 'write a whole number from 1 to 1024';
  const MAX_WAIT = 'write a whole number from 0 to 2147483647';

  it.each<[options: unknown, option: string, value: string, advice: string]>([
    [null, 'bcryptHasher options', 'null', 'write an object'],
    [10, 'bcryptHasher options', '10', 'write an object'],
    [[], 'bcryptHasher options', 'an array', 'write an object'],
    [{ cost: 10 }, 'cost', '10', KEYS],
    [{ Rounds: 10 }, 'Rounds', '10', KEYS],
    [{ rounds: 3 }, 'rounds', '3', ROUNDS],
    [{ rounds: 32 }, 'rounds', '32', ROUNDS],
    [{ rounds: 10.5 }, 'rounds', '10.5', ROUNDS],
    [{ rounds: '10' }, 'rounds', 'a string', ROUNDS],
    [{ rounds: null }, 'rounds', 'null', ROUNDS],
    [{ maxRounds: 32 }, 'maxRounds', '32', ROUNDS],
    [{ maxRounds: 9 }, 'maxRounds', '9', `${OWN_HASHES} 10`],
    [{ rounds: 16, maxRounds: 15 }, 'maxRounds', '15', `${OWN_HASHES} 16`],
    [{ threads: 0 }, 'threads', '0', THREADS],
    [{ threads: 1025 }, 'threads', '1025', THREADS],
    [{ threads: Number.NaN }, 'threads', 'NaN', THREADS],
    [{ maxWait: -1 }, 'maxWait', '-1', MAX_WAIT],
    [{ maxWait: 2 ** 31 }, 'maxWait', '2147483648', MAX_WAIT],
    [{ maxWait: Number.POSITIVE_INFINITY }, 'maxWait', 'Infinity', MAX_WAIT],
  ])('may not be %j', (options, option, value, advice) => {
    expectWrongOption(() => bcryptHasher(options as BcryptHasherOptions), option, value, advice);
  });
});
