import { heldHasher } from '../support/held-hasher';
import { type RawRequest, rawRequest } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { TENANT } from './support/tenant';
import { useAttacks } from './support/use-attacks';
import { COMPLETE, INTERRUPTED, type Interrupted } from './themes/interrupted';

const attacks = useAttacks();

// A busy machine is no fault.
jest.setTimeout(30_000);

const app = attacks.share();
const hasher = heldHasher();
const held = attacks.share({ ...TENANT, hasher });

const WAYS = {
  'with a FIN': (request: RawRequest) => request.leave(),
  'with a RST': async (request: RawRequest) => {
    request.socket.resetAndDestroy();
    await request.answer();
  },
};

async function begin(target: typeof app, { bytes, sent }: Interrupted): Promise<RawRequest> {
  const request = await rawRequest(target(), '');
  await request.send(bytes.subarray(0, sent));
  return request;
}

describe.each(Object.entries(WAYS))('a sender that leaves %s', (_way, leave) => {
  it.each(INTERRUPTED)('has stored nothing: $title', (interrupted) =>
    attacks.unharmed(app(), async () => {
      await leave(await begin(app, interrupted));

      expect(await storedUsers(app())).toEqual([]);
    }),
  );

  it.each(COMPLETE)('during the hash has stored nothing: $title', async (complete) => {
    const begun = hasher.begun();
    const request = await begin(held, complete);
    const signal = await begun;
    const gone = new Promise((resolve) => signal.addEventListener('abort', resolve));
    await leave(request);
    await gone;
    hasher.release();

    await attacks.unharmed(app(), async () => {
      expect(await storedUsers(held())).toEqual([]);
      expect(held().errors).toEqual([]);
    });
  });
});

describe('a sender that takes its time', () => {
  it.each(INTERRUPTED)('holds up nobody, and is served at last: $title', (slow) =>
    attacks.unharmed(app(), async () => {
      const request = await begin(app, slow);
      await attacks.unharmed(app(), async () => undefined);
      await request.send(slow.bytes.subarray(slow.sent));

      expect(await request.answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(await storedUsers(app())).toMatchObject([{ email: 'a@example.com' }]);
    }),
  );

  it('holds up nobody with a hundred connections', () =>
    attacks.unharmed(app(), async () => {
      const requests = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          begin(app, INTERRUPTED[index % INTERRUPTED.length] as Interrupted),
        ),
      );
      await attacks.unharmed(app(), async () => undefined);
      await Promise.all(requests.map((request) => request.leave()));

      expect(await storedUsers(app())).toEqual([]);
    }));
});
