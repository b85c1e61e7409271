import type { ClientSettings } from '../../lib/options/client';
import { everyOrigin, originRule } from '../../lib/tenant/allowed-origins';
import { clientSettings } from '../support/settings';

/** The rule of a client with these origins and callbacks. */
const rule = (
  allowed_origins: readonly string[] | null | undefined,
  callbacks?: readonly string[],
) => {
  const [client] = clientSettings([{ client_id: 'CID', allowed_origins, callbacks }]);
  return originRule(client as ClientSettings);
};

interface Case {
  readonly title: string;
  readonly allowed: readonly string[];
  readonly callbacks?: readonly string[];
  readonly yes?: readonly string[];
  readonly no?: readonly string[];
}

function itAllows(cases: readonly Case[]): void {
  it.each(cases)('$title', ({ allowed, callbacks, yes = [], no = [] }) => {
    const allows = rule(allowed, callbacks);

    expect(yes.filter((origin) => !allows(origin))).toEqual([]);
    expect(no.filter((origin) => allows(origin))).toEqual([]);
  });
}

describe('a client without allowed_origins', () => {
  it.each([[undefined], [null]])('allows every origin: %s', (allowed) => {
    expect(rule(allowed)).toBe(everyOrigin);
    expect(everyOrigin('https://anything.example')).toBe(true);
    expect(everyOrigin('null')).toBe(true);
  });

  it('does so whatever its callbacks are', () => {
    expect(rule(undefined, ['https://app.example.com/callback'])).toBe(everyOrigin);
  });
});

describe('an empty list', () => {
  itAllows([
    { title: 'allows none', allowed: [], no: ['https://app.example.com', 'null', ''] },
    {
      title: 'allows the callbacks of the client',
      allowed: [],
      callbacks: ['https://app.example.com/callback'],
      yes: ['https://app.example.com'],
    },
  ]);
});

describe('an origin without a wildcard', () => {
  itAllows([
    {
      title: 'allows itself and nothing that looks like it',
      allowed: ['https://example.com'],
      yes: ['https://example.com'],
      no: [
        'http://example.com',
        'https://example.com:8443',
        'https://example.co',
        'https://example.com.evil.com',
        'https://evil-example.com',
        'https://evil.com/https://example.com',
        'https://example.com@evil.com',
        'https://example.com/',
        'https://example.com.',
        'https://www.example.com',
        'example.com',
        '//example.com',
        'null',
        '',
        ' https://example.com',
        'https://example.com\n',
      ],
    },
    {
      title: 'may end with a slash and be written in capital letters',
      allowed: ['HTTPS://App.Example.com/'],
      yes: ['https://app.example.com'],
      no: ['https://app.example.com/'],
    },
    {
      title: 'may have a port of its own',
      allowed: ['http://localhost:3000', 'https://127.0.0.1:8443', 'http://[::1]:3000'],
      yes: ['http://localhost:3000', 'https://127.0.0.1:8443', 'http://[::1]:3000'],
      no: ['http://localhost', 'http://localhost:30000', 'https://localhost:3000'],
    },
    {
      title: "may name its scheme's default port, which browsers leave out",
      allowed: ['https://a.example.com:443', 'http://b.example.com:80'],
      yes: ['https://a.example.com', 'http://b.example.com'],
    },
    {
      title: 'keeps the default port of the other scheme',
      allowed: ['http://a.example.com:443', 'https://b.example.com:80'],
      yes: ['http://a.example.com:443', 'https://b.example.com:80'],
      no: ['http://a.example.com', 'https://b.example.com'],
    },
    {
      title: 'keeps every port of a scheme that has no default one',
      allowed: ['capacitor://localhost:80', 'httpsx://localhost:443'],
      yes: ['capacitor://localhost:80', 'httpsx://localhost:443'],
      no: ['capacitor://localhost', 'httpsx://localhost'],
    },
    {
      title: 'may have a scheme of its own, for apps on a phone or a desktop',
      allowed: ['com.example.app://localhost', 'capacitor://localhost', 'app+x-1.0://host'],
      yes: ['com.example.app://localhost', 'capacitor://localhost', 'app+x-1.0://host'],
      no: ['com.example.app://other', 'https://localhost'],
    },
    {
      title: 'never stands for opaque origins, whatever the list says of others',
      allowed: ['https://*.example.com', 'https://example.com'],
      no: ['null', 'file://', 'about:blank'],
    },
  ]);
});

describe('an origin with a wildcard', () => {
  itAllows([
    {
      title: 'stands for sub-domains of every depth, and not for the domain itself',
      allowed: ['https://*.example.com'],
      yes: ['https://a.example.com', 'https://a.b.example.com', 'https://a-1_x.example.com'],
      no: [
        'https://example.com',
        'https://.example.com',
        'https://a..example.com',
        'https://evil-example.com',
        'https://evilexample.com',
        'https://a.example.com.evil.com',
        'https://a.example.com:8443',
        'http://a.example.com',
        'http://aa.example.com',
        'xttps://a.example.com',
        'https://evil.com/.example.com',
        'https://evil.com?.example.com',
        'https://evil.com#.example.com',
        'https://evil.com:80.example.com',
        'https://user@a.example.com',
        'https://evil.com\\.example.com',
        'https://evil.com\n.example.com',
        'https://*.example.com',
      ],
    },
    {
      title: 'keeps its port',
      allowed: ['http://*.localhost:3000'],
      yes: ['http://a.localhost:3000'],
      no: ['http://a.localhost', 'http://a.localhost:3001'],
    },
    {
      title: 'may be written in capital letters and with the default port',
      allowed: ['https://*.Example.com:443/'],
      yes: ['https://a.example.com'],
    },
  ]);
});

describe('the callbacks of a client with a list', () => {
  itAllows([
    {
      title: 'allow their origins, without path, query and fragment',
      allowed: ['https://example.com'],
      callbacks: [
        'https://app.example.com/callback?x=1#y',
        'http://localhost:3000?x',
        'https://Other.Example.com:443/',
        'com.example.app://tenant.example.com/callback',
      ],
      yes: [
        'https://app.example.com',
        'http://localhost:3000',
        'https://other.example.com',
        'com.example.app://tenant.example.com',
        'https://example.com',
      ],
      no: ['https://app.example.com/callback', 'https://tenant.example.com'],
    },
    {
      title: 'may have a wildcard for sub-domains',
      allowed: [],
      callbacks: ['https://*.example.com/callback'],
      yes: ['https://a.example.com'],
      no: ['https://example.com', 'https://evil-example.com'],
    },
    {
      title: 'allow nothing where they have no origin',
      allowed: [],
      callbacks: [
        'callback',
        '/callback',
        'mailto:a@example.com',
        'https://user@example.com/callback',
        'https://a*.example.com/callback',
        'https:///callback',
      ],
      no: ['https://user', 'https://example.com', 'https://a.example.com', 'mailto:', 'null', ''],
    },
  ]);

  it('may be null in a tenant that was exported', () => {
    expect(rule([], null as never)('https://app.example.com')).toBe(false);
  });
});

describe('an internationalized domain name', () => {
  itAllows([
    {
      title: 'matches the ASCII form that browsers send',
      allowed: ['https://bücher.example', 'https://*.Äpfel.example:8443'],
      yes: ['https://xn--bcher-kva.example', 'https://a.xn--pfel-koa.example:8443'],
      no: ['https://xn--pfel-koa.example:8443', 'https://bucher.example'],
    },
  ]);
});
