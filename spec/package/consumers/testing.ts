// The types of the test kit, as a host's compiler sees them.
import { userModel } from 'express-dbconnections';
import {
  type MongoDBServer,
  type MongoDBServerOptions,
  startMongoDB,
} from 'express-dbconnections/testing';
import mongoose from 'mongoose';

const options: MongoDBServerOptions = { port: undefined, file: 'users.journal' };

export async function countUsers(): Promise<number> {
  const server: MongoDBServer = await startMongoDB(options);
  await mongoose.connect(server.uri);
  const count = await userModel(mongoose.connection).countDocuments();
  await server.close();
  return count;
}

// @ts-expect-error an option that does not exist
startMongoDB({ host: '0.0.0.0' });
