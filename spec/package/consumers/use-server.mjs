/** Stores a document on a new server and returns what the server then has. */
export async function useServer(startMongoDB, mongoose) {
  const server = await startMongoDB();
  await mongoose.connect(server.uri);
  const things = mongoose.connection.collection('things');
  await things.insertOne({ a: 1 });
  const stored = await things.find({}, { projection: { _id: 0 } }).toArray();
  await mongoose.disconnect();
  await server.close();
  return stored;
}
