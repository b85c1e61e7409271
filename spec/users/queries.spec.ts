import { userModel } from 'express-dbconnections';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

interface SentCommand {
  readonly commandName: string;
  readonly command: Readonly<Record<string, unknown>>;
}

/** An app over a line that can fail, and all commands that its driver sends from now on. */
async function startWatched() {
  const line = await apps.database.line();
  // Without the driver's own retry, which makes the look-up unnecessary.
  const options = { monitorCommands: true, retryWrites: false };
  const connection = await apps.database.connect(options, line);
  const users = userModel(connection, { collection: 'watched' });
  await users.deleteMany({});
  const app = await apps.start({ users });
  await app.router.ready();
  const sent: SentCommand[] = [];
  connection.getClient().on('commandStarted', (event) => sent.push(event));
  return { app, line, sent };
}

const names = (sent: readonly SentCommand[]) => sent.map(({ commandName }) => commandName);

describe('the route sends', () => {
  it('one insert for a sign-up, and nothing else', async () => {
    const { app, sent } = await startWatched();

    await app.post(REQUEST).expect(200);

    expect(names(sent)).toEqual(['insert']);
  });

  it('one insert for an address that is taken, and nothing else', async () => {
    const { app, sent } = await startWatched();
    await app.post(REQUEST).expect(200);
    sent.length = 0;

    await app.post(REQUEST).expect(400);

    expect(names(sent)).toEqual(['insert']);
  });

  it.each<[string, object]>([
    ['has a weak password', { password: 'weak' }],
    ['lacks a field', { email: '' }],
    ['comes from an unknown client', { client_id: 'nobody' }],
  ])('nothing for a sign-up that %s', async (_what, wrong) => {
    const { app, sent } = await startWatched();

    await app.post({ ...REQUEST, ...wrong }).expect(400);

    expect(names(sent)).toEqual([]);
  });

  it('a look-up by _id if the reply was lost, and no other query', async () => {
    const { app, line, sent } = await startWatched();
    void line.fail('insert', 'drop after');

    await app.post(REQUEST).expect(200);

    expect(names(sent)).toEqual(['insert', 'find']);
    const [insert, find] = sent as [SentCommand, SentCommand];
    const [user] = insert.command.documents as [{ _id: unknown }];
    expect(find.command).toMatchObject({ find: 'watched', filter: { _id: user._id }, limit: 1 });
  });
});

/** The embedded database has no query planner. */
const EXPLAINS = process.env.MONGODB_URI !== undefined;
const itExplains = EXPLAINS ? it : it.skip;
const leftOut = EXPLAINS
  ? ''
  : ' (left out: the embedded database cannot explain; set MONGODB_URI)';

itExplains(`the look-up goes by an index${leftOut}`, async () => {
  const { app, line, sent } = await startWatched();
  void line.fail('insert', 'drop after');
  await app.post(REQUEST).expect(200);

  const [
    ,
    {
      command: { find, filter, projection, limit },
    },
  ] = sent as [unknown, SentCommand];
  const explain = { find, filter, projection, limit };
  const answer = await app.users.db.db?.command({ explain, verbosity: 'queryPlanner' });

  expect(stages(answer?.queryPlanner.winningPlan)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(?:IDHACK|(?:EXPRESS_)?IXSCAN)$/)]),
  );
  expect(stages(answer?.queryPlanner.winningPlan)).not.toContain('COLLSCAN');
});

interface Plan {
  readonly stage: string;
  readonly inputStage?: Plan;
}

function stages({ stage, inputStage }: Plan): string[] {
  return [stage, ...(inputStage === undefined ? [] : stages(inputStage))];
}
