import { once } from 'node:events';

/** Mounts the route, signs one user up and closes everything that keeps the process alive. */
export async function signUpOnce(dbconnections, mongoose, express) {
  const { signupRouter, signupErrorHandler, userModel } = dbconnections;
  const { MONGODB_URI, DB_NAME: dbName } = process.env;
  await mongoose.connect(MONGODB_URI, { dbName });
  const signup = signupRouter({
    users: userModel(mongoose.connection, { collection: `users_${process.pid}` }),
    clients: [{ client_id: 'my-app' }],
    connections: [{ name: 'Users', strategy: 'auth0', enabled_clients: ['my-app'] }],
  });
  await signup.ready();
  const server = express().use(signup).use(signupErrorHandler()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const response = await fetch(`http://127.0.0.1:${server.address().port}/dbconnections/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({
      client_id: 'my-app',
      connection: 'Users',
      email: 'ada@example.com',
      password: 'Analytical-Engine-1843',
    }),
  });
  const result = { status: response.status, body: await response.json() };
  server.close();
  await signup.close();
  await mongoose.disconnect();
  return result;
}
