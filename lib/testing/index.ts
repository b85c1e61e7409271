export { type MongoDBServer, type MongoDBServerOptions, startMongoDB } from './start-mongodb';
