import { CLIENT_DOMAIN } from '../client.js';

/** The fields of a sign-up under auth0.js's names, which are the route's own except `clientID`. */
export type SignupOptions = Readonly<Record<string, unknown>>;

/** One of the callback's arguments, or an exception of the call itself. */
export type SignupResult =
  | { readonly data: unknown }
  | { readonly error: object }
  | { readonly thrown: unknown };

type Callback = (error: object | null, data?: unknown) => void;

interface WebAuth {
  signup(options: SignupOptions, callback: Callback): void;
}

/** Defined by `auth0.min.js`; only what this page uses of it. */
declare const auth0: {
  readonly WebAuth: new (options: {
    readonly domain: string;
    readonly clientID: string;
  }) => WebAuth;
};

/** Never rejects. For a missing option `signup()` itself throws, before anything is sent. */
export function signupWithAuth0Js(clientID: string, options: SignupOptions): Promise<SignupResult> {
  return new Promise((resolve) => {
    try {
      new auth0.WebAuth({ domain: CLIENT_DOMAIN, clientID }).signup(options, (error, data) => {
        resolve(error === null ? { data } : { error });
      });
    } catch (thrown) {
      resolve({ thrown });
    }
  });
}
