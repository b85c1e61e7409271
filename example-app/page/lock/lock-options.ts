/** Lock's names; the page says beside them what each is for. */
export interface LockOptions {
  readonly container: string;
  readonly allowedConnections: readonly string[];
  readonly configurationBaseUrl: string;
  readonly languageBaseUrl: string;
  readonly initialScreen: 'signUp';
  readonly allowLogin: boolean;
  readonly loginAfterSignUp: boolean;
  readonly rememberLastLogin: boolean;
  readonly avatar: null;
  readonly forceAutoHeight: boolean;
  readonly theme: { readonly logo: string; readonly primaryColor: string };
}

/** What Lock has to be told so that it signs up with a server that does no more, and asks no other. */
export function lockOptions(connection: string): LockOptions {
  return {
    container: 'lock',
    allowedConnections: [connection],
    configurationBaseUrl: location.origin,
    languageBaseUrl: location.origin,
    initialScreen: 'signUp',
    allowLogin: false,
    loginAfterSignUp: false,
    rememberLastLogin: false,
    avatar: null,
    forceAutoHeight: true,
    theme: { logo: '/icon.svg', primaryColor: '#17594c' },
  };
}
