import { Router } from 'express';
import { createFieldReader } from './fields/signup-fields';
import { signupCors } from './http/cors';
import { onlyPost } from './http/only-post';
import { parseBody } from './http/parse-body';
import { signupRateLimit } from './http/rate-limit';
import { RequestsInFlight } from './http/requests-in-flight';
import { signupHandler } from './http/signup-handler';
import { untilAborted } from './http/until-aborted';
import { wrapUnknownError } from './http/wrap-unknown-error';
import { refuseMissingCall } from './options/refuse-missing-call';
import { resolveOptions } from './options/resolve-options';
import type { SignupRouterOptions } from './options/signup-router-options';
import type { PasswordHasher } from './password/password-hasher';
import { InsertLimit } from './users/insert-limit';
import { insertUser } from './users/insert-user';
import { UniqueIndexes } from './users/unique-indexes';

/** An Express router that answers `POST /dbconnections/signup`. */
export interface SignupRouter extends Router {
  /**
   * Resolves when the unique indexes exist and the hasher is warm. Goes on trying while the database
   * is down, and rejects on faults that trying does not cure, or when the threads cannot start; it may
   * be called again. Calling it is not required: until the indexes exist, sign-ups are answered 503.
   */
  ready(options?: { readonly signal?: AbortSignal }): Promise<void>;
  /**
   * Refuses new sign-ups with 503, waits for those that have begun, then ends the hasher if the
   * router made it. `timeout`: ms after which those that have begun are answered 503 as well;
   * default none, since each of them has its own. Calling it again does no harm, and may shorten the time.
   */
  close(options?: { readonly timeout?: number }): Promise<void>;
  /** What hashed the passwords, for `verify` in the host's own login. */
  readonly hasher: PasswordHasher;
}

const PATH = '/dbconnections/signup';
// Far more than are under way at any moment while the database answers.
const MOST_INSERTS = 1000;

/**
 * Makes the router: `app.use(signupRouter({ … }))`, under a prefix if you like. Its errors go to
 * `next`; `signupErrorHandler()` answers them.
 *
 * @throws {TypeError} when an option is wrong or unknown: it names the option, shows the value and
 * says what to write.
 */
export function signupRouter(options: SignupRouterOptions): SignupRouter {
  refuseMissingCall(options);
  const { users, hasher, clients, connections, ...resolved } = resolveOptions(options);
  const inFlight = new RequestsInFlight();
  const indexes = new UniqueIndexes(users);
  const inserts = new InsertLimit(MOST_INSERTS);

  const router = Router();
  router.all(
    PATH,
    ...(resolved.cors ? [signupCors(clients, resolved.timeout)] : []),
    onlyPost,
    signupHandler({
      inFlight,
      parseBody: parseBody(resolved.bodyLimit),
      readFields: createFieldReader({
        clientIdRequired: clients.clientIdRequired,
        default_directory: resolved.default_directory,
      }),
      countSignup: resolved.rateLimit === false ? undefined : signupRateLimit(resolved.rateLimit),
      context: {
        clients,
        connections,
        tellsUserExists: resolved.tellsUserExists,
        hasher,
        users: {
          gate() {
            inserts.check();
            return indexes.gate();
          },
          insert: (user) => inserts.run(() => insertUser(users, user)),
        },
      },
      timeout: resolved.timeout,
    }),
  );
  router.use(PATH, wrapUnknownError);

  // Nobody has to call ready(): the route works without, and its faults are told to who does call.
  indexes.ensure().catch(() => undefined);

  return Object.assign(router, {
    hasher,
    async ready({ signal }: { readonly signal?: AbortSignal } = {}) {
      signal?.throwIfAborted();
      await untilAborted(Promise.all([indexes.ensure(), hasher.ready?.()]), signal);
    },
    async close({ timeout }: { readonly timeout?: number } = {}) {
      await inFlight.close(timeout);
      indexes.stop();
      if (resolved.ownsHasher) {
        await hasher.close?.();
      }
    },
  });
}
