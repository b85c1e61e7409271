/** Lock's own names; the page explains each. */
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

/** With these options Lock only signs up, and sends requests to this server only. */
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
