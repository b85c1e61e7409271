import { heldHasher } from '../support/held-hasher';
import { type RawRequest, rawRequest } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { TENANT } from './support/requests';
import { useAttacks } from './support/use-attacks';
import { COMPLETE, INTERRUPTED, type Interrupted } from './themes/interrupted';

const attacks = useAttacks();

// Slow machines need more than five seconds.
jest.setTimeout(30_000);

const app = attacks.share();
const hasher = heldHasher();
const held = attacks.share({ ...TENANT, hasher });

const DISCONNECTS = {
  'with FIN': (request: RawRequest) => request.leave(),
  'with RST': async (request: RawRequest) => {
    request.socket.resetAndDestroy();
    await request.response();
  },
};

async function begin(target: typeof app, { bytes, sentBytes }: Interrupted): Promise<RawRequest> {
  const request = await rawRequest(target(), '');
  await request.send(bytes.subarray(0, sentBytes));
  return request;
}

describe.each(Object.entries(DISCONNECTS))('a client that disconnects %s', (_how, leave) => {
  it.each(INTERRUPTED)('creates no user: $title', (interrupted) =>
    attacks.expectNoHarm(app(), async () => {
      await leave(await begin(app, interrupted));

      expect(await storedUsers(app())).toEqual([]);
    }),
  );

  it.each(COMPLETE)(
    'creates no user when it disconnects during the hash: $title',
    async (complete) => {
      const begun = hasher.begun();
      const request = await begin(held, complete);
      const signal = await begun;
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
      await leave(request);
      await aborted;
      hasher.release();

      await attacks.expectNoHarm(app(), async () => {
        expect(await storedUsers(held())).toEqual([]);
        expect(held().errors).toEqual([]);
      });
    },
  );
});

describe('a slow client', () => {
  it.each(INTERRUPTED)('blocks no other client and is served: $title', (slow) =>
    attacks.expectNoHarm(app(), async () => {
      const request = await begin(app, slow);
      await attacks.expectNoHarm(app(), async () => undefined);
      await request.send(slow.bytes.subarray(slow.sentBytes));

      expect(await request.response()).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(await storedUsers(app())).toMatchObject([{ email: 'a@example.com' }]);
    }),
  );

  it('blocks no other client with a hundred connections', () =>
    attacks.expectNoHarm(app(), async () => {
      const requests = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          begin(app, INTERRUPTED[index % INTERRUPTED.length] as Interrupted),
        ),
      );
      await attacks.expectNoHarm(app(), async () => undefined);
      await Promise.all(requests.map((request) => request.leave()));

      expect(await storedUsers(app())).toEqual([]);
    }));
});
