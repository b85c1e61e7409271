import { clientDomain } from '../client-domain.js';

/** The fields of a sign-up under auth0.js's names, which are the route's own but for `clientID`. */
export type SignupOptions = Readonly<Record<string, unknown>>;

/** What `signup()` came to: one of the callback's arguments, or an exception instead of a call. */
export type SignupResult =
  | { readonly data: unknown }
  | { readonly error: object }
  | { readonly thrown: unknown };

type Callback = (error: object | null, data?: unknown) => void;

interface WebAuth {
  signup(options: SignupOptions, callback: Callback): void;
}

/** Defined by `auth0.min.js`, of which this page uses no more than this. */
declare const auth0: {
  readonly WebAuth: new (options: {
    readonly domain: string;
    readonly clientID: string;
  }) => WebAuth;
};

/** Never rejects. What is missing is thrown by `signup()` itself, before anything is sent. */
export function signupWithAuth0Js(clientID: string, options: SignupOptions): Promise<SignupResult> {
  return new Promise((resolve) => {
    try {
      new auth0.WebAuth({ domain: clientDomain, clientID }).signup(options, (error, data) => {
        resolve(error === null ? { data } : { error });
      });
    } catch (thrown) {
      resolve({ thrown });
    }
  });
}
