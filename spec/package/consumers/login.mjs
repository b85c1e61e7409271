// A host with the model and the login of the README, which is compiled to readme-login.mjs.

import { once } from 'node:events';
import express from 'express';
import { signupErrorHandler, signupRouter } from 'express-dbconnections';
import mongoose from 'mongoose';
import { login, users } from './readme-login.mjs';

await mongoose.connect(process.env.MONGODB_URI);
const signup = signupRouter({
  users,
  clients: [{ client_id: 'my-app' }],
  connections: [{ name: 'Users', strategy: 'auth0', enabled_clients: ['my-app'] }],
});
await signup.ready();
const app = express()
  .use(signup)
  .use(await login(signup))
  .use(signupErrorHandler());
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

const email = 'grace@example.com';
const password = 'Nanoseconds-11.8-inches';
const tenant = { client_id: 'my-app', connection: 'Users' };
const responses = [
  await post('/dbconnections/signup', { ...tenant, email, password }),
  await post('/login', { email: ' Grace@Example.com', password }),
  await post('/login', { email, password: `${password}?` }),
  await post('/login', { email: 'unknown@example.com', password }),
];
const stored = await users.findOne({ email }).lean();
console.log(JSON.stringify({ responses, stored }));

server.close();
await signup.close();
await mongoose.disconnect();

async function post(path, body) {
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
