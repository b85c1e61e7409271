import { Router } from 'express';
import { createFieldReader } from './fields/signup-fields';
import { signupCors } from './http/cors';
import { onlyPost } from './http/only-post';
import { parseBody } from './http/parse-body';
import { signupRateLimit } from './http/rate-limit';
import { RequestsInFlight } from './http/requests-in-flight';
import { signupHandler } from './http/signup-handler';
import { wrapUnknownError } from './http/wrap-unknown-error';
import type { PasswordHasher } from './options/password-hasher';
import {
  assertCalled,
  type SignupRouterOptions as Options,
  parseSignupRouterOptions,
} from './options/signup-router-options';
import { bcryptHasher } from './password/bcrypt-hasher';
import { abortable } from './signup/abortable';
import { createClients } from './tenant/clients';
import { createConnections } from './tenant/connections';
import type { AnyUserModel, UserModel } from './users/user-model';
import { UserStore } from './users/user-store';

/** Options of {@link signupRouter}. */
export interface SignupRouterOptions extends Options<AnyUserModel> {}

/** The router that {@link signupRouter} makes. */
export interface SignupRouter extends Router {
  /**
   * Resolves when the unique indexes exist and the hasher is ready. Keeps trying while the database
   * is down; rejects on errors that another attempt cannot fix, when the threads cannot start, and
   * when `signal` is aborted. Each call looks again, for example after a test has dropped the
   * database. Calling it is optional: sign-ups get a 503 until the indexes exist.
   *
   * @example
   * ```ts
   * await signup.ready({ signal: AbortSignal.timeout(30_000) });
   * ```
   */
  ready(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Refuses new sign-ups with a 503, waits for those that have begun, then closes the hasher if the
   * router made it. After `timeout` milliseconds the remaining ones get a 503 too; by default they
   * keep the `timeout` of the router. It may be called again, also with a shorter `timeout`.
   *
   * @example
   * ```ts
   * process.once('SIGTERM', async () => {
   *   server.close();
   *   await signup.close({ timeout: 10_000 });
   * });
   * ```
   */
  close(options?: { readonly timeout?: number }): Promise<void>;
  /** The hasher of the stored passwords, whose `verify` a login needs. */
  readonly hasher: PasswordHasher;
}

const PATH = '/dbconnections/signup';

/**
 * Makes an Express router with the route `POST /dbconnections/signup`. It may be mounted under a
 * prefix. Its errors go to `next`, and `signupErrorHandler()` turns them into responses.
 *
 * @example
 * ```ts
 * const signup = signupRouter({
 *   users: userModel(mongoose.connection),
 *   clients: [{ client_id: 'my-app', allowed_origins: ['https://app.example.com'] }],
 *   connections: [{ name: 'Users', strategy: 'auth0', enabled_clients: ['my-app'] }],
 * });
 * app.use(signup);
 * app.use(signupErrorHandler());
 * await signup.ready();
 * ```
 *
 * @throws {TypeError} when an option is wrong or unknown; the message names the option and says
 * what to write.
 */
export function signupRouter(options: SignupRouterOptions): SignupRouter {
  assertCalled(options);
  const settings = parseSignupRouterOptions(options);
  const users = new UserStore(settings.users as UserModel);
  const clients = createClients(settings.clients);
  const hasher = settings.hasher ?? bcryptHasher();
  const inFlight = new RequestsInFlight();

  const router = Router();
  router.all(
    PATH,
    ...(settings.cors ? [signupCors(clients, settings.timeout)] : []),
    onlyPost,
    signupHandler({
      inFlight,
      parseBody: parseBody(settings.bodyLimit),
      readFields: createFieldReader({
        clientIdRequired: clients.clientIdRequired,
        default_directory: settings.default_directory,
      }),
      counter: settings.rateLimit === false ? undefined : signupRateLimit(settings.rateLimit),
      context: {
        clients,
        connections: createConnections(settings.connections),
        revealsUserExists: settings.flags.enable_public_signup_user_exists_error,
        hasher,
        users,
      },
      timeout: settings.timeout,
    }),
  );
  router.use(PATH, wrapUnknownError);

  // Starts to build the indexes; ready() reports the errors.
  users.ready().catch(() => undefined);

  return Object.assign(router, {
    hasher,
    async ready({ signal }: { readonly signal?: AbortSignal } = {}) {
      signal?.throwIfAborted();
      const ready = Promise.all([users.ready(), hasher.ready?.()]);
      await (signal === undefined ? ready : abortable(ready, signal));
    },
    async close({ timeout }: { readonly timeout?: number } = {}) {
      await inFlight.close(timeout);
      users.close();
      if (settings.hasher === undefined) {
        await hasher.close?.();
      }
    },
  });
}
