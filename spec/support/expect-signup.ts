import type { Response } from 'supertest';
import { expectFailure, type Failure } from './expect-failure';
import { storedUsers } from './stored-users';
import { REQUEST, type SignupApp } from './use-signup-apps';

/** A successful sign-up: the fields of its response, in the documented order, and its user. */
export interface Success {
  /** The response without `_id` and `email_verified`. */
  readonly shown: { readonly email: string; readonly [key: string]: unknown };
  /** Default that of {@link REQUEST}. */
  readonly connection?: string;
  /** The password that the stored hash verifies. Default that of {@link REQUEST}. */
  readonly password?: string;
}

/** The store and the hasher of a sign-up: an app of this process or of another one. */
export interface SignupStore extends Pick<SignupApp, 'users'> {
  readonly router: Pick<SignupApp['router'], 'hasher'>;
}

/** Expects exactly this response, byte for byte, and exactly this user in the store. */
export async function expectSuccess(
  app: SignupStore,
  response: Response,
  { shown, connection = REQUEST.connection, password = REQUEST.password }: Success,
): Promise<void> {
  expect({ status: response.status, body: response.body }).toMatchObject({ status: 200 });
  const { _id } = response.body;
  expect(_id).toMatch(/^[0-9a-f]{24}$/);
  expect(response.text).toBe(JSON.stringify({ _id, email_verified: false, ...shown }));

  const stored = (await storedUsers(app)).find((user) => user._id === _id);
  expect(stored).toStrictEqual({
    _id,
    email_verified: false,
    ...shown,
    connection,
    password_hash: expect.stringMatching(/^\$2b\$\d\d\$[./A-Za-z0-9]{53}$/),
    created_at: expect.any(Date),
    updated_at: stored?.created_at,
  });
  expect(await app.router.hasher.verify(password, stored?.password_hash ?? '')).toBe(true);
}

/** Posts `body` and expects this success. */
export async function expectSignup(
  app: SignupApp,
  body: { readonly email?: unknown; readonly [key: string]: unknown },
  success: Partial<Success> = {},
): Promise<void> {
  const { email, connection, password } = { ...REQUEST, ...body };
  await expectSuccess(app, await app.post(body), {
    shown: { email: String(email) },
    connection: String(connection),
    password: String(password),
    ...success,
  });
}

/** Posts `body` and expects exactly this failure and an unchanged store. */
export async function expectRefusal(
  app: SignupApp,
  body: object | string,
  failure: Failure,
): Promise<void> {
  const before = await storedUsers(app);
  expectFailure(await app.post(body), failure);
  expect(await storedUsers(app)).toEqual(before);
}
