export { type MongoDBServer, type MongoDBServerOptions, startMongoDB } from './index.js';
