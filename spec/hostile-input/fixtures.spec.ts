import { sentence } from '../support/expect-failure';
import { DIAGNOSED } from './fixtures/isemail';
import { ADDRESSES, URLS } from './fixtures/validator-js';
import type { Attack } from './support/attack';
import { json, showing } from './support/requests';
import { useAttacks } from './support/use-attacks';

const attacks = useAttacks();
const app = attacks.share();

// A busy machine is no fault.
jest.setTimeout(30_000);

const NO_ADDRESS = sentence('invalid email address');
const NO_URI = sentence('invalid picture (expected an http or https URI)');
const TOO_LONG = sentence('invalid picture (max 2048 characters allowed)');

// What validator.js and isemail take, and this route refuses.
const isStricterOnAddresses = (address: string) => /[^\x21-\x7e]|["`]/.test(address);
const isStricterOnUrls = (url: string) => !/^https?:\/\/[^/@]+(?:[/?#]|$)/i.test(url);

/**
 * What validator.js refuses and this route takes. It asks whether a host can stand in public DNS; a
 * picture may come from anywhere that a browser can reach, and the router never fetches it.
 */
const LAXER_ON_URLS: Readonly<Record<string, string>> = {
  'http://localhost/': 'a page under development has its pictures there',
  'http://localhost:3000/': 'a page under development has its pictures there',
  'http://service-name:8080': 'a host without a dot may be one of the network at hand',
  'http://foobar/': 'a host without a dot may be one of the network at hand',
  'http://com/': 'a host without a dot may be one of the network at hand',
  'http://foo_bar.com': 'browsers resolve labels with an underscore',
  'http://www.foo_bar.com/': 'browsers resolve labels with an underscore',
  'http://foo__bar.com': 'browsers resolve labels with an underscore',
  'http://_.example.com': 'browsers resolve labels with an underscore',
  'http://pr.example_com.294.example.com/': 'browsers resolve labels with an underscore',
  'http://www.-foobar.com/': 'browsers resolve labels with a hyphen in front',
  'http://www.foobar-.com/': 'browsers resolve labels with a hyphen behind',
  'http://example.com.': 'the dot at the end is the root of DNS',
  'http://www.foobar.com:0/': 'URL knows the port 0, which nobody can reach',
  'http://*.foo.com': 'URL knows a * in a host, which nobody can reach',
};

function address(email: string, isTaken: boolean): Attack {
  // White space around an address does not count.
  const trimmed = email.trim();
  const taken = { shown: { email: trimmed.replace(/[A-Z]/g, (one) => one.toLowerCase()) } };
  const refused = trimmed === '' ? sentence('email is required') : NO_ADDRESS;
  return json(JSON.stringify(email), { email }, isTaken ? taken : refused);
}

function picture(url: string, isTaken: boolean): Attack {
  const refused = url.length > 2048 ? TOO_LONG : NO_URI;
  return json(JSON.stringify(url), { picture: url }, isTaken ? showing({ picture: url }) : refused);
}

const VALID = new Set(
  DIAGNOSED.filter(([, diagnosis]) => diagnosis === 'valid').map(([one]) => one),
);

it.each([
  [
    `${ADDRESSES.valid.length} addresses that validator.js takes`,
    ADDRESSES.valid.map((one) => address(one, !isStricterOnAddresses(one))),
  ],
  [
    `${ADDRESSES.invalid.length} addresses that validator.js refuses`,
    ADDRESSES.invalid.map((one) => address(one, false)),
  ],
  [
    `${DIAGNOSED.length} addresses that isemail diagnoses`,
    DIAGNOSED.map(([one]) =>
      address(one, VALID.has(one.trim()) && !isStricterOnAddresses(one.trim())),
    ),
  ],
  [
    `${URLS.valid.length} URLs that validator.js takes`,
    URLS.valid.map((one) => picture(one, !isStricterOnUrls(one))),
  ],
  [
    `${URLS.invalid.length} URLs that validator.js refuses`,
    URLS.invalid.map((one) => picture(one, Object.hasOwn(LAXER_ON_URLS, one))),
  ],
])('%s', async (_title, list) => {
  await attacks.strikeAll(app(), list);
});

it('lists no difference that is none', () => {
  expect(URLS.invalid).toEqual(expect.arrayContaining(Object.keys(LAXER_ON_URLS)));
});
