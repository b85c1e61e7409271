import request from 'supertest';
import { PASSWORD } from './use-example-apps';

export const SIGNUP_PATH = '/dbconnections/signup';
export const CONNECTION = 'Username-Password-Authentication';

/** A stored user, as `GET /users` shows it. */
export type StoredUser = Readonly<Record<string, unknown>>;

/** A complete body of a sign-up. */
export function signupBody(email: string): object {
  return { client_id: 'example-client', connection: CONNECTION, email, password: PASSWORD };
}

/** Signs a user up without the pages. */
export async function signUpByRequest(
  url: string,
  email: string,
  fields = {},
): Promise<StoredUser> {
  const body = { ...signupBody(email), ...fields };
  return (await request(url).post(SIGNUP_PATH).send(body).expect(200)).body;
}

export async function storedUsers(url: string): Promise<StoredUser[]> {
  return (await request(url).get('/users').expect(200)).body;
}

export async function storedUser(url: string, email: string): Promise<StoredUser | undefined> {
  return (await storedUsers(url)).find((user) => user.email === email);
}

/** The stored addresses, newest first. */
export async function storedEmails(url: string): Promise<unknown[]> {
  return (await storedUsers(url)).map(({ email }) => email);
}
