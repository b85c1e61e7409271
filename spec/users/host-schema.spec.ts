import { type User, userModel } from 'express-dbconnections';
import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { useDatabase } from '../support/use-database';

const database = useDatabase();
let connection: Connection;
let count = 0;

beforeAll(async () => {
  connection = await database.connect();
});

/** Names that no other spec uses. */
function fresh() {
  count += 1;
  return { name: `Hosted${count}`, collection: `hosted_${count}` };
}

const USER = {
  connection: 'DB',
  email: 'a@example.com',
  email_verified: false,
  password_hash: '$2b$04$hash',
};

describe('userModel() throws a TypeError', () => {
  it.each<[string, (schema: Schema) => unknown, string]>([
    ['removes email', (schema) => schema.remove('email'), 'removes email, which a sign-up needs'],
    ['removes name', (schema) => schema.remove('name'), 'removes name, which a sign-up needs'],
    ['removes _id', (schema) => schema.remove('_id'), 'removes _id'],
    ['sets _id to false', (schema) => schema.set('_id', false), 'removes _id'],
    [
      'changes the type of a field',
      (schema) => schema.add({ email: Number }),
      'changes email to type Number; leave it of type String',
    ],
    [
      'clears the indexes',
      (schema) => schema.clearIndexes(),
      'removes or changes the unique index of connection, email',
    ],
    [
      'removes an index',
      (schema) => schema.removeIndex({ connection: 1, username: 1 }),
      'removes or changes the unique index of connection, username',
    ],
  ])('if extend %s', (_what, change, message) => {
    const names = fresh();
    const make = () =>
      userModel(connection, {
        ...names,
        extend: (schema) => {
          change(schema);
        },
      });

    expect(make).toThrow(TypeError);
    expect(make).toThrow(`express-dbconnections: extend or a plugin ${message}`);
    expect(connection.models).not.toHaveProperty(names.name);
  });

  it.each<[string, (add: (schema: Schema) => void) => Connection]>([
    [
      'of Mongoose',
      (add) => {
        const theirs = new mongoose.Mongoose();
        theirs.plugin(add);
        return theirs.createConnection();
      },
    ],
    [
      'of the connection',
      (add) => {
        const own = mongoose.createConnection();
        own.plugin(add);
        return own;
      },
    ],
  ])('if a plugin %s requires a field that no sign-up sets', (_of, plug) => {
    const own = plug((schema) => {
      schema.add({ tenantId: { type: String, required: true } });
    });

    expect(() => userModel(own)).toThrow(
      'express-dbconnections: extend or a plugin requires tenantId, which no sign-up fills in',
    );
    expect(own.models).toEqual({});
  });
});

describe('a plugin of Mongoose', () => {
  it('is applied once', async () => {
    const theirs = new mongoose.Mongoose();
    const saved: unknown[] = [];
    theirs.plugin((schema) => {
      schema.post('save', (user) => {
        saved.push(user);
      });
    });
    const { uri, dbName } = database;
    const own = await theirs.createConnection(uri, { dbName }).asPromise();

    await userModel(own, fresh()).create(USER);

    expect(saved).toHaveLength(1);
    await own.close();
  });
});

it('a model of the host on the same collection works on when the connection opens later', async () => {
  const own = mongoose.createConnection();
  const { name, collection } = fresh();
  const theirs = own.model('Theirs', new mongoose.Schema({}, { collection, autoCreate: false }));
  userModel(own, { name, collection });

  await own.openUri(database.uri, { dbName: database.dbName });

  expect(await theirs.countDocuments()).toBe(0);
  await own.close();
});

describe("the host's own writes", () => {
  it('are normalised as a sign-up is', async () => {
    const users = userModel(connection, fresh());
    await users.createIndexes();
    const user = { ...USER, email: ' Ada@Example.com ', username: ' Ada ' };

    const { _id } = await users.create(user);

    expect(await users.findById(_id).lean()).toMatchObject({
      email: 'ada@example.com',
      username: 'ada',
    });
    await expect(users.create({ ...USER, email: 'ada@example.com' })).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('are normalised in updates and in queries', async () => {
    const users = userModel(connection, fresh());
    const { _id } = await users.create({ ...USER, email: 'b@example.com' });

    await users.updateOne({ _id }, { $set: { email: 'ADA@example.com' } });

    expect(await users.findOne({ email: 'Ada@Example.COM' }).lean()).toMatchObject({
      _id,
      email: 'ada@example.com',
    });
  });

  it('are refused if an address is no text', async () => {
    const users = userModel(connection, fresh());

    await expect(users.create({ ...USER, email: {} as never })).rejects.toMatchObject({
      errors: { email: { name: 'CastError' } },
    });
  });
});

describe('options that the host sets for all paths of a type', () => {
  const { String: Text, Boolean: Flag } = mongoose.Schema.Types;
  const before = [Text, Flag].map((type) => ({
    type,
    own: Object.getOwnPropertyDescriptors(type),
  }));

  afterEach(() => {
    for (const { type, own } of before) {
      for (const key of ['defaultOptions', 'getters', 'setters']) {
        Reflect.deleteProperty(type, key);
        const descriptor = (own as Record<string, PropertyDescriptor>)[key];
        if (descriptor !== undefined) {
          Object.defineProperty(type, key, descriptor);
        }
      }
    }
  });

  it('do not reach the paths of a user, but those of the host', async () => {
    Text.set('maxlength', 3);
    Text.set('required', true);
    Text.set('trim', true);
    Text.set('uppercase', true);
    Text.set('validate', () => false);
    Text.get(() => 'from a getter');
    Flag.set('select', false);
    const users: Model<User & { plan?: string }> = userModel(connection, {
      ...fresh(),
      extend: (schema) => schema.add({ plan: { type: String, required: false } }),
    });

    const { _id } = await users.create({
      ...USER,
      name: ' Ada ',
      user_metadata: new Map([['k', ' v ']]),
    });

    const stored = await users.findById(_id);
    expect(stored?.name).toBe(' Ada ');
    expect(stored?.toObject({ flattenMaps: true })).toMatchObject({
      email: 'a@example.com',
      email_verified: false,
      name: ' Ada ',
      user_metadata: { k: ' v ' },
    });
    expect(users.schema.path('plan').options).toMatchObject({ maxlength: 3, uppercase: true });
  });
});
