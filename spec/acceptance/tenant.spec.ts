import { sentence } from '../support/expect-failure';
import { expectRefusal } from '../support/expect-signup';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

const NOT_FOUND = sentence('connection not found');
const UNKNOWN = ['nothing', 'db', 'DB ', 'constructor', '__proto__', 'toString', 'x'.repeat(129)];

describe('the tenant rejects', () => {
  it.each(UNKNOWN)('32: an unknown connection: %s', async (connection) => {
    await expectRefusal(app(), { ...REQUEST, connection }, NOT_FOUND);
  });

  it('33: a connection that is not a database', async () => {
    const app = await apps.start({ connections: [{ ...CONNECTION, strategy: 'google-oauth2' }] });

    await expectRefusal(app, REQUEST, NOT_FOUND);
  });

  it.each(['nobody', 'cid', 'CID ', 'constructor', '__proto__', 'toString', 'x'.repeat(129)])(
    '34: an unknown client: %s',
    async (client_id) => {
      await expectRefusal(app(), { ...REQUEST, client_id }, sentence('client not found'));
    },
  );

  it('35: a connection that is not enabled for the client', async () => {
    const app = await apps.start({ connections: [{ ...CONNECTION, enabled_clients: ['other'] }] });

    await expectRefusal(
      app,
      REQUEST,
      sentence(
        'Connection must be enabled for this client to perform single user creation and signup ' +
          'operations (client_id: CID - connection: DB)',
      ),
    );
  });

  it.each([[[]], [null]])(
    '35: a connection that is enabled for no client: %j',
    async (enabled_clients) => {
      const app = await apps.start({ connections: [{ ...CONNECTION, enabled_clients }] });

      await expectRefusal(app, REQUEST, sentence('The connection is disabled'));
    },
  );

  it('36: a connection with disable_signup', async () => {
    const app = await apps.start({ connectionOptions: { disable_signup: true } });

    await expectRefusal(app, REQUEST, sentence('public signup is disabled'));
  });
});
