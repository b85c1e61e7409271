import { sentence } from '../support/expect-failure';
import { DIAGNOSED } from './fixtures/isemail';
import { ADDRESSES, URLS } from './fixtures/validator-js';
import type { Attack } from './support/attack';
import { json, showing } from './support/requests';
import { useAttacks } from './support/use-attacks';

const attacks = useAttacks();
const app = attacks.share();

// Slow machines need more than five seconds.
jest.setTimeout(30_000);

const NOT_AN_EMAIL = sentence('invalid email address');
const NOT_A_URI = sentence('invalid picture (expected an http or https URI)');
const TOO_LONG = sentence('invalid picture (max 2048 characters allowed)');

// What validator.js and isemail accept, and this route rejects.
const isStricterOnAddresses = (address: string) => /[^\x21-\x7e]|["`]/.test(address);
const isStricterOnUrls = (url: string) => !/^https?:\/\/[^/@]+(?:[/?#]|$)/i.test(url);

/**
 * What validator.js rejects and this route accepts, with the reason. validator.js wants hosts of public
 * DNS; a picture may be anywhere that a browser can reach, and the router never fetches it.
 */
const LAXER_ON_URLS: Readonly<Record<string, string>> = {
  'http://localhost/': 'pages under development have their pictures there',
  'http://localhost:3000/': 'pages under development have their pictures there',
  'http://service-name:8080': 'a host without a dot may be in the local network',
  'http://foobar/': 'a host without a dot may be in the local network',
  'http://com/': 'a host without a dot may be in the local network',
  'http://foo_bar.com': 'browsers resolve labels with an underscore',
  'http://www.foo_bar.com/': 'browsers resolve labels with an underscore',
  'http://foo__bar.com': 'browsers resolve labels with an underscore',
  'http://_.example.com': 'browsers resolve labels with an underscore',
  'http://pr.example_com.294.example.com/': 'browsers resolve labels with an underscore',
  'http://www.-foobar.com/': 'browsers resolve labels that start with a hyphen',
  'http://www.foobar-.com/': 'browsers resolve labels that end with a hyphen',
  'http://example.com.': 'the dot at the end is the root of DNS',
  'http://www.foobar.com:0/': 'URL accepts the port 0, which is unreachable',
  'http://*.foo.com': 'URL accepts a * in a host, which is unreachable',
};

function address(email: string, isAccepted: boolean): Attack {
  // Surrounding white space is trimmed.
  const trimmed = email.trim();
  const accepted = { shown: { email: trimmed.replace(/[A-Z]/g, (one) => one.toLowerCase()) } };
  const rejected = trimmed === '' ? sentence('email is required') : NOT_AN_EMAIL;
  return json(JSON.stringify(email), { email }, isAccepted ? accepted : rejected);
}

function picture(url: string, isAccepted: boolean): Attack {
  const rejected = url.length > 2048 ? TOO_LONG : NOT_A_URI;
  return json(
    JSON.stringify(url),
    { picture: url },
    isAccepted ? showing({ picture: url }) : rejected,
  );
}

const VALID = new Set(
  DIAGNOSED.filter(([, diagnosis]) => diagnosis === 'valid').map(([one]) => one),
);

it.each([
  [
    `${ADDRESSES.valid.length} addresses that validator.js accepts`,
    ADDRESSES.valid.map((one) => address(one, !isStricterOnAddresses(one))),
  ],
  [
    `${ADDRESSES.invalid.length} addresses that validator.js rejects`,
    ADDRESSES.invalid.map((one) => address(one, false)),
  ],
  [
    `${DIAGNOSED.length} addresses that isemail classifies`,
    DIAGNOSED.map(([one]) =>
      address(one, VALID.has(one.trim()) && !isStricterOnAddresses(one.trim())),
    ),
  ],
  [
    `${URLS.valid.length} URLs that validator.js accepts`,
    URLS.valid.map((one) => picture(one, !isStricterOnUrls(one))),
  ],
  [
    `${URLS.invalid.length} URLs that validator.js rejects`,
    URLS.invalid.map((one) => picture(one, Object.hasOwn(LAXER_ON_URLS, one))),
  ],
])('accepts or rejects %s', async (_title, list) => {
  await attacks.runAll(app(), list);
});

it('lists only differences that exist', () => {
  expect(URLS.invalid).toEqual(expect.arrayContaining(Object.keys(LAXER_ON_URLS)));
});
