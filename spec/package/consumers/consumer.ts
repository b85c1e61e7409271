// The public types as the compiler of a host checks them.
import express from 'express';
import {
  type BcryptHasher,
  bcryptHasher,
  type Client,
  type ClientResolver,
  type ConnectionOptions,
  type ConnectionResolver,
  type DatabaseConnection,
  type HasherStats,
  isSignupError,
  type PasswordHasher,
  type SignupErrorCode,
  type SignupRouter,
  type SignupRouterOptions,
  signupErrorHandler,
  signupOpenApi,
  signupRouter,
  TemporarilyUnavailableError,
  type User,
  userModel,
} from 'express-dbconnections';
import mongoose, { type Model } from 'mongoose';
import type { OpenAPIV3_1 } from 'openapi-types';

interface Extra {
  plan?: string;
}

const users: Model<User & Extra> = userModel<Extra>(mongoose.connection, {
  name: 'Customer',
  collection: 'customers',
  extend: (schema) => schema.add({ plan: String }),
});

const client: Client = { client_id: 'my-app', allowed_origins: ['https://app.example.com'] };
const options: ConnectionOptions = { passwordPolicy: 'excellent', requires_username: true };
const connection: DatabaseConnection = { name: 'Users', strategy: 'auth0', options };
const clients: ClientResolver = { find: () => client, allowsOrigin: async () => true };
const connections: ConnectionResolver = { find: async () => connection };
const bcrypt: BcryptHasher = bcryptHasher({ rounds: 12, threads: 2, maxWait: 1000 });
const hasher: PasswordHasher = bcrypt;
void bcrypt.ready().then(() => bcrypt.close());
const { running, meanMs }: HasherStats = bcrypt.stats();
console.log(running, meanMs[12]);

const routerOptions: SignupRouterOptions = {
  users,
  clients,
  connections,
  hasher,
  default_directory: 'Users',
  flags: { enable_public_signup_user_exists_error: true },
  rateLimit: { limit: 10 },
  cors: false,
  bodyLimit: 4096,
  timeout: 5000,
};

export const document: OpenAPIV3_1.Document = signupOpenApi({ schemaPrefix: 'Signup' });

const signup: SignupRouter = signupRouter(routerOptions);
const app = express().use('/auth', signup).use(signupErrorHandler());

app.use(
  (error: unknown, _req: express.Request, _res: express.Response, next: express.NextFunction) => {
    if (isSignupError(error, 'user_exists')) {
      const code: 'user_exists' = error.code;
      const status: number = error.status;
      console.error(code, status);
    } else if (isSignupError(error)) {
      const code: SignupErrorCode = error.code;
      console.error(code, error.cause);
      console.error(isSignupError(error, 'temporarily_unavailable') && error.reason);
    }
    next(error);
  },
);

export async function stop(): Promise<boolean> {
  await signup.ready({ signal: AbortSignal.timeout(1000) });
  await signup.close({ timeout: 1000 });
  throw new TemporarilyUnavailableError({ retryAfter: 5 });
}

// @ts-expect-error an option that does not exist
signupRouter({ users, clients, connections, rateLimits: false });
// @ts-expect-error a level that does not exist
export const wrong: ConnectionOptions = { passwordPolicy: 'superb' };
