import { type User, userModel } from 'express-dbconnections';
import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { useDatabase } from '../support/use-database';

const database = useDatabase();
let connection: Connection;
let count = 0;

/** Names that no other spec uses. */
function fresh() {
  count += 1;
  return { name: `User${count}`, collection: `users_${count}` };
}

const USER = {
  connection: 'DB',
  email: 'a@example.com',
  email_verified: false,
  password_hash: '$2b$04$hash',
};

beforeAll(async () => {
  connection = await database.connect();
});

describe('the schema', () => {
  it('has the fields of a user and no others', () => {
    const { schema } = userModel(connection, fresh());

    expect(
      Object.fromEntries(
        Object.entries(schema.paths).map(([name, { instance }]) => [name, instance]),
      ),
    ).toEqual({
      _id: 'ObjectId',
      connection: 'String',
      email: 'String',
      email_verified: 'Boolean',
      username: 'String',
      given_name: 'String',
      family_name: 'String',
      name: 'String',
      nickname: 'String',
      picture: 'String',
      user_metadata: 'Map',
      'user_metadata.$*': 'String',
      password_hash: 'String',
      created_at: 'Date',
      updated_at: 'Date',
    });
    expect(schema.requiredPaths().sort()).toEqual([
      'connection',
      'email',
      'email_verified',
      'password_hash',
    ]);
  });

  it('has the two unique indexes, each for the users with the field', () => {
    expect(userModel(connection, fresh()).schema.indexes()).toEqual(
      ['email', 'username'].map((field) => [
        { connection: 1, [field]: 1 },
        expect.objectContaining({
          unique: true,
          partialFilterExpression: { [field]: { $exists: true } },
        }),
      ]),
    );
  });

  it('builds neither indexes nor the collection by itself: the router does', async () => {
    const { collection, name } = fresh();
    const model = userModel(connection, { collection, name });

    await model.init();
    await connection.asPromise();

    const collections = await connection.listCollections();
    expect(collections.map((one) => one.name)).not.toContain(collection);
  });
});

describe('a user', () => {
  let model: Model<User>;
  beforeAll(() => {
    model = userModel(connection, fresh());
  });

  it('is read without the hash, unless the query selects it', async () => {
    const { _id } = await model.create(USER);

    expect((await model.findById(_id))?.toObject()).toStrictEqual({
      _id,
      connection: 'DB',
      email: 'a@example.com',
      email_verified: false,
      created_at: expect.any(Date),
      updated_at: expect.any(Date),
    });
    expect(await model.findById(_id).select('+password_hash')).toMatchObject({
      password_hash: '$2b$04$hash',
    });
  });

  it('has its metadata as a Map of strings', async () => {
    const { _id } = await model.create({ ...USER, user_metadata: new Map([['plan', 'silver']]) });

    const user = await model.findById(_id);

    expect([...(user?.user_metadata ?? [])]).toEqual([['plan', 'silver']]);
  });

  it('has an immutable time of creation, and one of the last change', async () => {
    const user = await model.create(USER);
    const { created_at, updated_at } = user;
    expect(updated_at).toEqual(created_at);

    await model.updateOne({ _id: user._id }, { created_at: new Date(0), email_verified: true });

    const changed = await model.findById(user._id);
    expect(changed?.created_at).toEqual(created_at);
    expect(Number(changed?.updated_at)).toBeGreaterThanOrEqual(Number(updated_at));
  });

  it('has an immutable connection', async () => {
    const user = await model.create(USER);

    await expect(user.set('connection', 'DB2').save()).rejects.toThrow('immutable');
    await model.updateOne({ _id: user._id }, { connection: 'DB2', email_verified: true });

    expect(await model.findById(user._id)).toMatchObject({
      connection: 'DB',
      email_verified: true,
    });
  });

  it.each(['connection', 'email', 'email_verified', 'password_hash'])(
    'requires %s',
    async (field) => {
      const { [field as keyof typeof USER]: _, ...incomplete } = USER;

      await expect(model.create(incomplete as never)).rejects.toMatchObject({
        name: 'ValidationError',
        errors: { [field]: { kind: 'required' } },
      });
    },
  );

  it('accepts no field that the schema does not have', () => {
    expect(() => new model({ ...USER, app_metadata: { admin: true } } as never)).toThrow(
      mongoose.Error.StrictModeError,
    );
  });

  it('cannot be queried by a field that the schema does not have', async () => {
    await expect(model.find({ role: 'admin' } as never)).rejects.toThrow(
      mongoose.Error.StrictModeError,
    );
  });
});

describe('the name and the collection', () => {
  it('are DatabaseUser and database_users by default', async () => {
    const own = await database.connect();
    const model = userModel(own);

    expect([model.modelName, model.collection.name]).toEqual(['DatabaseUser', 'database_users']);
    expect(own.models.DatabaseUser).toBe(model);
  });

  it('may be set by the host', () => {
    const model = userModel(connection, { name: 'Member', collection: 'members' });

    expect([model.modelName, model.collection.name]).toEqual(['Member', 'members']);
  });

  it('may be the same on two connections', async () => {
    const [one, two] = [await database.connect(), await database.connect()].map((own) =>
      userModel(own),
    );

    expect(one).not.toBe(two);
    expect(one?.db).not.toBe(two?.db);
  });

  it('are refused when the connection has a model of that name', () => {
    connection.model('Taken', new mongoose.Schema({}));

    expect(() => userModel(connection, { name: 'Taken' })).toThrow(
      new TypeError(
        'express-dbconnections: name is a string; the connection already has a model with this name; ' +
          'reuse connection.models[name], remove it with connection.deleteModel(name) before a reload, or write another name',
      ),
    );
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'are refused if every object inherits the name: %s',
    (taken) => {
      const message = `is a string; every JavaScript object has it; write another`;

      expect(() => userModel(connection, { name: taken })).toThrow(
        new TypeError(`express-dbconnections: name ${message}`),
      );
      expect(() => userModel(connection, { ...fresh(), collection: taken })).toThrow(
        new TypeError(`express-dbconnections: collection ${message}`),
      );
    },
  );

  it.each<[unknown, string]>([
    [{ name: '' }, 'name is an empty string; write a non-empty string'],
    [{ name: 7 }, 'name is 7; write a non-empty string'],
    [{ collection: '' }, 'collection is an empty string; write a non-empty string'],
    [{ collection: null }, 'collection is null; write a non-empty string'],
    [{ extend: {} }, 'extend is an object; write a function that takes the schema'],
    [
      { colection: 'x' },
      'colection is a string; there is no such option; write one of name, collection, extend',
    ],
    [null, 'userModel options is null; write an object'],
    ['users', 'userModel options is a string; write an object'],
  ])('are refused if they are invalid: %j', (options, message) => {
    expect(() => userModel(connection, options as never)).toThrow(
      new TypeError(`express-dbconnections: ${message}`),
    );
  });

  it.each([undefined, null, {}, 'mongodb://127.0.0.1', mongoose])(
    'require a Mongoose connection: %s',
    (given) => {
      const make = () => userModel(given as never);

      expect(make).toThrow(TypeError);
      expect(make).toThrow(
        /express-dbconnections: userModel connection is .*; write a Mongoose connection$/s,
      );
    },
  );
});

describe('extend', () => {
  interface Extra {
    phone?: string;
    tags: string[];
  }

  it("adds the host's fields, plugins and indexes before the model is made", async () => {
    const saved: string[] = [];
    const model = userModel<Extra>(connection, {
      ...fresh(),
      extend(schema: Schema) {
        schema.add({ phone: String, tags: { type: [String], default: ['new'] } });
        schema.plugin((plugged) => {
          plugged.post('save', (user) => {
            saved.push(String(user._id));
          });
        });
        schema.index({ phone: 1 }, { unique: true, sparse: true });
      },
    });
    await model.createIndexes();

    const user = await model.create({ ...USER, phone: '+12345678900' });

    expect(await model.findById(user._id)).toMatchObject({ phone: '+12345678900', tags: ['new'] });
    expect(saved).toEqual([String(user._id)]);
    expect((await model.listIndexes()).map(({ key }) => key)).toEqual([
      { _id: 1 },
      { connection: 1, email: 1 },
      { connection: 1, username: 1 },
      { phone: 1 },
    ]);
  });

  it.each<[string, object]>([
    ['plan', { plan: { type: String, required: true } }],
    ['plan', { plan: { type: String, required: [true, 'which plan?'], default: null } }],
    ['plan.name', { plan: { name: { type: String, required: true } } }],
  ])('throws if it requires %s, which no sign-up sets: %j', (path, fields) => {
    const names = fresh();

    expect(() =>
      userModel(connection, { ...names, extend: (schema) => schema.add(fields) }),
    ).toThrow(
      new TypeError(
        `express-dbconnections: extend or a plugin requires ${path}, which no sign-up fills in; give it a default, ` +
          'or write required as a function if a hook fills it in',
      ),
    );
    expect(connection.models).not.toHaveProperty(names.name);
  });

  it('may require fields with a default, fields that depend on the user, and parts of absent fields', async () => {
    const model = userModel(connection, {
      ...fresh(),
      extend(schema: Schema) {
        schema.add({
          plan: { type: String, required: true, default: 'free' },
          since: { type: Date, required: true, default: Date.now },
          tags: { type: [String], required: true },
          badge: {
            type: String,
            required(this: User): boolean {
              return this.connection === 'Staff';
            },
          },
          labels: { type: Map, of: { type: String, required: true } },
          address: new mongoose.Schema({ street: { type: String, required: true } }),
        });
      },
    });

    expect(await model.create(USER)).toMatchObject({ plan: 'free', tags: [] });
  });

  it('may require a username, which the connections require as well', async () => {
    const model = userModel(connection, {
      ...fresh(),
      extend: (schema) => schema.path('username').required(true),
    });

    await expect(model.create(USER)).rejects.toThrow('username');
    expect(await model.create({ ...USER, username: 'ada' })).toMatchObject({ username: 'ada' });
  });

  it('may require, by a function, a field that a hook sets', async () => {
    const model = userModel(connection, {
      ...fresh(),
      extend(schema: Schema) {
        schema.add({ slug: { type: String, required: () => true } });
        schema.pre('validate', function fillIn() {
          this.set('slug', 'filled in');
        });
      },
    });

    expect(await model.create(USER)).toMatchObject({ slug: 'filled in' });
  });

  it('throws if it changes the type of _id, and registers no model', () => {
    const names = fresh();
    const extend = (schema: Schema) => schema.add({ _id: String });

    expect(() => userModel(connection, { ...names, extend })).toThrow(
      new TypeError(
        'express-dbconnections: extend or a plugin changes _id to type String; leave it of type ObjectId',
      ),
    );
    expect(connection.models).not.toHaveProperty(names.name);
  });

  it('that throws registers no model', () => {
    const names = fresh();
    const extend = () => {
      throw new Error('no');
    };

    expect(() => userModel(connection, { ...names, extend })).toThrow('no');
    expect(connection.models).not.toHaveProperty(names.name);
  });
});

describe("the host's Mongoose", () => {
  it('is used, even if it is not the copy next to this package', () => {
    const theirs = new mongoose.Mongoose();
    const model = userModel(theirs.createConnection());

    expect(model.schema).toBeInstanceOf(theirs.Schema);
    expect(model.base).toBe(theirs);
  });

  it('may have a default connection that is not open yet', () => {
    const theirs = new mongoose.Mongoose();

    expect(userModel(theirs.connection).db).toBe(theirs.connection);
    expect(theirs.models.DatabaseUser).toBeDefined();
  });
});
