import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { InvalidBodyError, isSignupError } from 'express-dbconnections';
import request, { type Response } from 'supertest';
import { expectFailure, protocolFailure, SERVER_ERROR, sentence } from '../support/expect-failure';
import { expectSuccess } from '../support/expect-signup';
import { rawRequest, signupHead } from '../support/raw-request';
import { PATH, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

const BAD_BODY = protocolFailure(400, 'invalid_body', 'The body is not a valid JSON object.');
const TOO_LARGE = protocolFailure(413, 'payload_too_large', 'The request body is too large.');
const BAD_TYPE = protocolFailure(
  415,
  'unsupported_media_type',
  'Send application/json or application/x-www-form-urlencoded.',
);
const badBody = (text: string) => protocolFailure(400, 'invalid_body', text);
const badType = (text: string) => protocolFailure(415, 'unsupported_media_type', text);
const NOTHING_SENT = sentence('client_id is required');

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const FORM = new URLSearchParams(REQUEST).toString();
const CANARY = 'Canary-7x9q-Se';

/** Posts bytes as they are. */
function send(
  to: SignupApp,
  bytes: Buffer | string,
  headers: Readonly<Record<string, string>> = { 'content-type': JSON_TYPE },
): Promise<Response> {
  return request(to.url)
    .post(PATH)
    .set(headers)
    .serialize((body) => body)
    .send(bytes as never);
}

async function expectStored(to: SignupApp, answer: Response, email = REQUEST.email) {
  await expectSuccess(to, answer, { shown: { email } });
  await to.users.deleteMany({});
}

function refusing(failure: typeof BAD_BODY) {
  return async (answer: Response, to = app()) => {
    expectFailure(answer, failure);
    expect(await to.users.countDocuments()).toBe(0);
  };
}

const expectBadBody = refusing(BAD_BODY);
const expectTooLarge = refusing(TOO_LARGE);
const expectBadType = refusing(BAD_TYPE);
const expectBadBytes = refusing(badBody('The body is not valid in its charset.'));
const expectBadCompression = refusing(badBody('The body does not match its Content-Encoding.'));
const expectTooDeep = refusing(badBody('The form is nested too deeply.'));
const expectBadCharset = refusing(
  badType('The charset in Content-Type is not supported. Use utf-8.'),
);
const expectBadEncoding = refusing(
  badType('The Content-Encoding is not supported. Use gzip, deflate, br or none.'),
);
const expectTooManyParameters = refusing(
  protocolFailure(413, 'payload_too_large', 'The form has too many parameters.'),
);
const expectNothingSent = refusing(NOTHING_SENT);

describe('media types', () => {
  it.each([
    JSON_TYPE,
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'Application/JSON',
    'application/json; profile=x',
  ])('%s is read as JSON', async (type) => {
    await expectStored(app(), await send(app(), JSON.stringify(REQUEST), { 'content-type': type }));
  });

  it.each([FORM_TYPE, `${FORM_TYPE}; charset=utf-8`, `${FORM_TYPE}; charset=UTF-8`])(
    '%s is read as a form',
    async (type) => {
      await expectStored(app(), await send(app(), FORM, { 'content-type': type }));
    },
  );

  it.each([
    'text/plain',
    'text/json',
    'application/vnd.api+json',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    "'application/json'",
    '"application/json"',
    'application',
    'json',
    '*/*',
    ';',
    'application/jsonp',
  ])('%s is refused, whatever the content', async (type) => {
    await expectBadType(await send(app(), JSON.stringify(REQUEST), { 'content-type': type }));
  });

  it('a body without a type is refused', async () => {
    const body = JSON.stringify(REQUEST);
    const head = signupHead(body.length).replace('Content-Type: application/json\r\n', '');
    const answer = await (await rawRequest(app(), head + body)).response();
    expect(answer).toMatch(/^HTTP\/1\.1 415 Unsupported Media Type\r\n/);
    expect(answer).toContain(JSON.stringify(BAD_TYPE.body));
  });
});

describe('charsets', () => {
  const email = 'j.o@example.com';

  it.each<[string, string, BufferEncoding]>([
    [JSON_TYPE, 'utf-8', 'utf8'],
    [JSON_TYPE, 'utf-16', 'utf16le'],
    [JSON_TYPE, 'UTF-16LE', 'utf16le'],
  ])('%s; charset=%s is read', async (type, charset, encoding) => {
    const bytes = Buffer.from(JSON.stringify({ ...REQUEST, email, name: 'Zoë 😀' }), encoding);
    const answer = await send(app(), bytes, { 'content-type': `${type}; charset=${charset}` });
    await expectSuccess(app(), answer, { shown: { email, name: 'Zoë 😀' } });
    await app().users.deleteMany({});
  });

  it('a form may be in iso-8859-1', async () => {
    const answer = await send(app(), `${FORM}&name=Zo%EB`, {
      'content-type': `${FORM_TYPE}; charset=iso-8859-1`,
    });
    await expectSuccess(app(), answer, { shown: { email: REQUEST.email, name: 'Zoë' } });
    await app().users.deleteMany({});
  });

  it.each([
    [JSON_TYPE, 'iso-8859-1'],
    [JSON_TYPE, 'utf-99'],
    [JSON_TYPE, 'nonsense'],
    [FORM_TYPE, 'utf-16'],
    [JSON_TYPE, 'utf-7'],
    [JSON_TYPE, 'utf-32'],
    [JSON_TYPE, 'utf-32le'],
    [FORM_TYPE, 'nonsense'],
  ])('%s; charset=%s is refused', async (type, charset) => {
    const body = type === JSON_TYPE ? JSON.stringify(REQUEST) : FORM;
    await expectBadCharset(
      await send(app(), body, { 'content-type': `${type}; charset=${charset}` }),
    );
  });

  it.each([
    ['a character of Latin 1', Buffer.from('Zoë', 'latin1')],
    ['half a character', Buffer.from('Zoë').subarray(0, 3)],
    ['half a surrogate pair', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong encoding', Buffer.from([0xc0, 0xaf])],
  ])('%s is refused as invalid UTF-8, which a decoder would replace', async (_what, bytes) => {
    const json = JSON.stringify({ ...REQUEST, name: '?' })
      .split('?')
      .map((part) => Buffer.from(part));
    const inJson = Buffer.concat([json[0] as Buffer, bytes, json[1] as Buffer]);
    const inForm = Buffer.concat([Buffer.from(`${FORM}&name=`), bytes]);
    for (const charset of ['', '; charset=utf-8', '; charset=UTF-8']) {
      await expectBadBytes(await send(app(), inJson, { 'content-type': JSON_TYPE + charset }));
      await expectBadBytes(await send(app(), inForm, { 'content-type': FORM_TYPE + charset }));
    }
  });
});

describe('compressed bodies', () => {
  const BODY = Buffer.from(JSON.stringify(REQUEST));
  const type = { 'content-type': JSON_TYPE };

  it.each([
    ['gzip', gzipSync(BODY)],
    ['GZIP', gzipSync(BODY)],
    ['deflate', deflateSync(BODY)],
    ['br', brotliCompressSync(BODY)],
    ['identity', BODY],
  ])('%s is read', async (encoding, bytes) => {
    await expectStored(app(), await send(app(), bytes, { ...type, 'content-encoding': encoding }));
  });

  it.each([
    ['gzip', 'plain text', BODY],
    ['gzip', 'half of it', gzipSync(BODY).subarray(0, 40)],
    ['gzip', 'another encoding', brotliCompressSync(BODY)],
    ['deflate', 'plain text', BODY],
    ['deflate', 'half of it', deflateSync(BODY).subarray(0, 40)],
    ['br', 'plain text', BODY],
    ['br', 'half of it', brotliCompressSync(BODY).subarray(0, 40)],
    ['br', 'another encoding', gzipSync(BODY)],
  ])('%s that is %s is a bad body', async (encoding, _what, bytes) => {
    await expectBadCompression(await send(app(), bytes, { ...type, 'content-encoding': encoding }));
  });

  it.each(['compress', 'zstd2', 'gzip, gzip', 'nonsense'])('%s is refused', async (encoding) => {
    await expectBadEncoding(
      await send(app(), gzipSync(BODY), { ...type, 'content-encoding': encoding }),
    );
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(20 * 1024 * 1024, ' '))],
    ['deflate', deflateSync(Buffer.alloc(20 * 1024 * 1024, ' '))],
    ['br', brotliCompressSync(Buffer.alloc(20 * 1024 * 1024, ' '))],
  ])('a bomb is too large: 20 MB in a little %s', async (encoding, bytes) => {
    expect(bytes.length).toBeLessThan(100_000);
    await expectTooLarge(await send(app(), bytes, { ...type, 'content-encoding': encoding }));
    await expectStored(app(), await app().post(REQUEST));
  });
});

describe('the size of a body', () => {
  const padded = (length: number) => {
    const text = JSON.stringify(REQUEST);
    return text + ' '.repeat(length - text.length);
  };

  it('may be 100 kB and no more', async () => {
    await expectStored(app(), await send(app(), padded(102_400)));
    await expectTooLarge(await send(app(), padded(102_401)));
  });

  it('may not be 5 MB', async () => {
    await expectTooLarge(await send(app(), padded(5 * 1024 * 1024)));
  });

  it('is refused by its Content-Length, before it is sent', async () => {
    const early = await rawRequest(app(), `${signupHead(1_000_000)}{`);
    await expectEarly(await early.response());
    await expectStored(app(), await app().post(REQUEST));
  });

  it('is refused by its Content-Length with `Expect: 100-continue` as well', async () => {
    const early = await rawRequest(app(), signupHead(1_000_000, 'Expect: 100-continue'));
    await expectEarly((await early.response()).replace('HTTP/1.1 100 Continue\r\n\r\n', ''));
  });

  it('is refused as soon as the bytes so far are too many', async () => {
    const head = signupHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const early = await rawRequest(
      app(),
      `${head}${(200_000).toString(16)}\r\n${'x'.repeat(150_000)}`,
    );
    await expectEarly(await early.response());
  });

  async function expectEarly(answer: string) {
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
    expect(answer).toContain(JSON.stringify(TOO_LARGE.body));
    expect(await app().users.countDocuments()).toBe(0);
  }

  it('is limited without a Content-Length as well', async () => {
    const head = signupHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const body = padded(200_000);
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const answer = await (await rawRequest(app(), head + chunk)).response();
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(answer).toContain(JSON.stringify(TOO_LARGE.body));
  });

  it.each([200, '200', '0.2kb'])('may be set by `bodyLimit`: %p', async (bodyLimit) => {
    const small = await apps.start({ bodyLimit });
    await expectStored(small, await send(small, padded(200)));
    await expectTooLarge(await send(small, padded(300)), small);
    await expectTooLarge(
      await send(small, `${FORM}&x=${'y'.repeat(300)}`, { 'content-type': FORM_TYPE }),
      small,
    );
  });
});

describe('the shape of a body', () => {
  it.each([
    '[]',
    '["a"]',
    '[{}]',
    '"text"',
    '1',
    'true',
    'null',
    '{',
    '}',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    '{"a":1}{"b":2}',
    '{"a":undefined}',
    '{"a":NaN}',
    '//',
    ' ',
    '\0',
    '<xml/>',
    '{"a":"\n"}',
  ])('%j in JSON is a bad body', async (text) => {
    await expectBadBody(await send(app(), text));
  });

  it.each(['{}', ' {} ', '{"other":1}'])('%j has no fields', async (text) => {
    await expectNothingSent(await send(app(), text));
  });

  it.each(['a', '=', '&', 'a=b&c', '%', '%zz', '[]', '[a]=b'])(
    '%j in a form has no fields',
    async (text) => {
      await expectNothingSent(await send(app(), text, { 'content-type': FORM_TYPE }));
    },
  );

  it.each([
    ['with a type', { 'content-type': JSON_TYPE }],
    ['with the type of a form', { 'content-type': FORM_TYPE }],
    ['with a type that is not read', { 'content-type': 'text/plain' }],
    ['without a type', {}],
  ])('no body at all, %s, has no fields', async (_how, headers) => {
    await expectNothingSent(await request(app().url).post(PATH).set(headers));
  });

  it('no body at all, without Content-Length, has no fields', async () => {
    const head = signupHead(0).replace('Content-Length: 0\r\n', '');
    const answer = await (await rawRequest(app(), head)).response();
    expect(answer).toContain(JSON.stringify(NOTHING_SENT.body));
  });

  it('an empty chunked body has no fields', async () => {
    const head = signupHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const answer = await (await rawRequest(app(), `${head}0\r\n\r\n`)).response();
    expect(answer).toContain(JSON.stringify(NOTHING_SENT.body));
  });

  it('ignores the query string', async () => {
    const answer = await request(app().url).post(PATH).query(REQUEST).type('json').send({});
    await expectNothingSent(answer);
  });
});

describe('hostile bodies', () => {
  const deep = (open: string, close: string, levels: number) =>
    open.repeat(levels) + close.repeat(levels);

  it.each([
    ['email', 'invalid email address'],
    ['password', 'invalid password type (expected string)'],
    ['user_metadata', 'invalid user_metadata type (expected object)'],
  ])('45,000 levels in %s are refused like any other array', async (field, error) => {
    const text = JSON.stringify({ ...REQUEST, [field]: 0 }).replace(
      `"${field}":0`,
      `"${field}":${deep('[', ']', 45_000)}`,
    );
    await refusing(sentence(error))(await send(app(), text));
  });

  it('45,000 levels in an unknown field are ignored', async () => {
    const text = JSON.stringify(REQUEST).replace('{', `{"junk":${deep('[', ']', 45_000)},`);
    await expectStored(app(), await send(app(), text));
  });

  it('45,000 levels of objects in user_metadata are refused by the first', async () => {
    const wide = await apps.start({ bodyLimit: '1mb' });
    const metadata = `${'{"a":'.repeat(45_000)}1${'}'.repeat(45_000)}`;
    const text = JSON.stringify(REQUEST).replace('}', `,"user_metadata":${metadata}}`);
    const failure = sentence('invalid user_metadata.a type (only strings are allowed)');
    await refusing(failure)(await send(wide, text), wide);
  });

  it('a form may have 1,000 parameters and no more', async () => {
    const form = (count: number) => FORM + '&x=1'.repeat(count - 4);
    const type = { 'content-type': FORM_TYPE };
    await expectStored(app(), await send(app(), form(1000), type));
    await expectTooManyParameters(await send(app(), form(1001), type));
    await expectTooManyParameters(await send(app(), form(5000), type));
  });

  it('a form has a limited depth', async () => {
    const nested = `user_metadata${'[a]'.repeat(5000)}=x`;
    await expectTooDeep(await send(app(), `${FORM}&${nested}`, { 'content-type': FORM_TYPE }));
  });
});

describe('a body that the host has parsed', () => {
  function withHost(...before: readonly RequestHandler[]): Promise<SignupApp> {
    return apps.start({
      before(host) {
        host.use(...before);
      },
    });
  }

  it.each<[string, RequestHandler[]]>([
    ['express.json()', [express.json()]],
    ['express.json({ strict: false })', [express.json({ strict: false })]],
    ['express.urlencoded()', [express.urlencoded({ extended: true })]],
    ['both', [express.json(), express.urlencoded({ extended: true })]],
    ['express.text() and express.raw() for their own types', [express.text(), express.raw()]],
  ])('by %s may be JSON or a form', async (_what, before) => {
    const started = await withHost(...before);
    await expectStored(started, await started.post(REQUEST));
    await expectStored(started, await send(started, FORM, { 'content-type': FORM_TYPE }));
  });

  it('by parsers after the router is parsed by the router first', async () => {
    const started = await apps.start({
      mount(host, router) {
        host.use(router, express.json(), express.urlencoded({ extended: true }));
      },
    });
    await expectStored(started, await started.post(REQUEST));
  });

  it.each<[string, RequestHandler]>([
    ['express.text()', express.text({ type: '*/*' })],
    ['express.raw()', express.raw({ type: '*/*' })],
  ])('to text or bytes, by %s, leads to a 500', async (_what, parser) => {
    const started = await withHost(parser);
    await expectReadBefore(await started.post(REQUEST), started);
    await expectReadBefore(await send(started, FORM, { 'content-type': FORM_TYPE }), started);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', JSON.stringify(REQUEST)],
    ['bytes', Buffer.from(JSON.stringify(REQUEST))],
    ['a Map', new Map(Object.entries(REQUEST))],
    ['URLSearchParams', new URLSearchParams(REQUEST)],
    [
      'an object whose fields are getters',
      new (class {
        get email() {
          return 'a@b.c';
        }
      })(),
    ],
  ])('to %s after reading the stream leads to a 500', async (_what, left) => {
    const started = await withHost(async (req, _res, next) => {
      for await (const _chunk of req) {
        // A signature check, for example.
      }
      Object.assign(req, { body: left });
      next();
    });
    await expectReadBefore(await started.post(REQUEST), started);
  });

  it('to an empty object, by express.json() or express.urlencoded(), has no fields', async () => {
    const started = await withHost(express.json(), express.urlencoded());
    await expectNothingSent(await started.post({}), started);
    await expectNothingSent(await send(started, '&', { 'content-type': FORM_TYPE }), started);
  });

  it('from a request without a body, which the host has read, has no fields', async () => {
    const started = await withHost((req, _res, next) => {
      req.resume().on('end', () => next());
    });
    await expectNothingSent(await request(started.url).post(PATH), started);
  });

  it('from an empty chunked body, which the host has read, has no fields', async () => {
    const started = await withHost((req, _res, next) => {
      req.resume().on('end', () => next());
    });
    const head = signupHead(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked');
    const answer = await (await rawRequest(started, `${head}0\r\n\r\n`)).response();
    expect(answer).toContain(JSON.stringify(NOTHING_SENT.body));
  });

  it('but not nested keeps its metadata, as express.urlencoded() leaves it', async () => {
    const started = await withHost(express.urlencoded({ extended: false }));
    const answer = await send(
      started,
      `${FORM}&user_metadata[plan]=silver&user_metadata[a b]=c&other[x]=y`,
      { 'content-type': FORM_TYPE },
    );
    const shown = { email: REQUEST.email, user_metadata: { plan: 'silver', 'a b': 'c' } };
    await expectSuccess(started, answer, { shown });
  });

  it('from JSON keeps no metadata of such keys', async () => {
    const started = await withHost(express.json());
    await expectStored(started, await started.post({ ...REQUEST, 'user_metadata[plan]': 'x' }));
  });

  it.each(['[]', '[1]', '1', 'true', 'null'])(
    'to something that is no object has made a bad body of it: %s',
    async (text) => {
      const started = await withHost(express.json({ strict: false }));
      await expectBadBody(await send(started, text), started);
    },
  );

  it('with a higher limit than the router’s is accepted', async () => {
    const started = await withHost(express.json({ limit: '1mb' }));
    await expectStored(started, await started.post({ ...REQUEST, junk: 'x'.repeat(500_000) }));
  });

  async function expectReadBefore(answer: Response, started: SignupApp) {
    expectFailure(answer, SERVER_ERROR);
    expect(started.errors.splice(0)).toMatchObject([
      { cause: { message: expect.stringMatching(/was read before the sign-up route/) } },
    ]);
    expect(await started.users.countDocuments()).toBe(0);
  }

  it('by its own parser is used unchanged', async () => {
    const read: RequestHandler = (req, _res, next) => {
      let text = '';
      req.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      req.on('end', () => {
        req.body = Object.fromEntries(new URLSearchParams(text));
        next();
      });
    };
    const started = await withHost(read);
    await expectStored(started, await send(started, FORM, { 'content-type': 'text/plain' }));
  });

  it('without reading the stream is used as well', async () => {
    const started = await withHost((req, _res, next) => {
      req.body = { ...REQUEST };
      next();
    });
    await expectStored(started, await request(started.url).post(PATH));
  });

  it('to a single field is used instead of the stream', async () => {
    const started = await withHost((req, _res, next) => {
      req.body = { client_id: 'CID' };
      next();
    });
    await refusing(sentence('email is required'))(await started.post(REQUEST), started);
  });

  it.each([[{}], [undefined], [null], [''], [Buffer.from('{}')], [new Map()]])(
    'to %j without reading the stream, as Express 4 does, is parsed by the router',
    async (left) => {
      const started = await withHost((req, _res, next) => {
        req.body = left;
        next();
      });
      await expectStored(started, await started.post(REQUEST));
    },
  );

  it('that cannot be read any more leads to a 500', async () => {
    const started = await withHost((req, _res, next) => {
      req.setEncoding('utf8');
      next();
    });
    expectFailure(await started.post(REQUEST), SERVER_ERROR);
    expect(started.errors).toMatchObject([
      { cause: { message: 'req.setEncoding() was called before the sign-up route' } },
    ]);
  });

  it('is left unchanged: nothing is added, trimmed or lower-cased', async () => {
    const bodies: unknown[] = [];
    const started = await withHost(express.json(), (req, res, next) => {
      res.on('finish', () => bodies.push(req.body));
      next();
    });
    const body = { ...REQUEST, email: ' A@Example.com ', junk: null };
    await expectStored(started, await started.post(body));
    expect(bodies).toEqual([body]);
  });
});

describe('req.body', () => {
  const HASH = `$2b$04$${'x'.repeat(53)}`;

  /** The bodies that the host sees during the hash, in its error middleware and after the response. */
  async function startWatched(body?: unknown) {
    const seen: unknown[] = [];
    let look = () => {};
    const started = await apps.start({
      hasher: {
        async hash() {
          look();
          return HASH;
        },
        verify: async (password) => password === REQUEST.password,
      },
      before(host) {
        host.use((req, res, next) => {
          if (body !== undefined) {
            req.body = body;
          }
          look = () => seen.push(req.body);
          res.on('finish', look);
          next();
        });
      },
    });
    started.app.use(((_error, req, _res, next) => {
      seen.push(req.body);
      next();
    }) as ErrorRequestHandler);
    return { started, seen };
  }

  it.each([
    ['JSON', JSON_TYPE, JSON.stringify(REQUEST)],
    ['a form', FORM_TYPE, FORM],
  ])('is never what the router has parsed: %s', async (_what, type, text) => {
    const { started, seen } = await startWatched();
    const answer = await send(started, text, { 'content-type': type });
    await expectSuccess(started, answer, { shown: { email: REQUEST.email } });
    expect((await send(started, text, { 'content-type': type })).status).toBe(400);
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([[{}], [Buffer.from('{}')]])('is left as it was found: %p', async (body) => {
    const { started, seen } = await startWatched(body);
    expect((await started.post(REQUEST)).status).toBe(200);
    expect(seen).toHaveLength(2);
    for (const one of seen) {
      expect(one).toBe(body);
    }
  });

  it.each([true, false])('may have a getter only; configurable: %p', async (configurable) => {
    const started = await apps.start({
      before(host) {
        host.use((req, _res, next) => {
          Object.defineProperty(req, 'body', { get: () => undefined, configurable });
          next();
        });
      },
    });
    await expectStored(started, await started.post(REQUEST));
  });

  it('leaves `_body` alone, so that other parsers of the host are not skipped', async () => {
    const flags: unknown[] = [];
    const started = await apps.start({
      before(host) {
        host.use((req, res, next) => {
          res.on('finish', () => flags.push('_body' in req));
          next();
        });
      },
    });
    await expectStored(started, await started.post(REQUEST));
    expect(flags).toEqual([false]);
  });
});

describe('an error of the parser', () => {
  const BROKEN: readonly (readonly [what: string, type: string, text: string])[] = [
    ['bad JSON', JSON_TYPE, `{"password":"${CANARY}",}`],
    ['a bare text', JSON_TYPE, `"${CANARY}"`],
    ['bare words', JSON_TYPE, `{"password":${CANARY}}`],
    ['an array', JSON_TYPE, `["${CANARY}"]`],
    ['another type', 'text/plain', CANARY],
    ['another charset', `${JSON_TYPE}; charset=${CANARY}`, '{}'],
    ['too much', JSON_TYPE, `{"password":"${CANARY.repeat(10_000)}"}`],
    ['too many parameters', FORM_TYPE, `password=${CANARY}${'&a'.repeat(1000)}`],
    ['too deep', FORM_TYPE, `password=${CANARY}&a${'[a]'.repeat(100)}=x`],
  ];

  /** Everything of an error that a log could show. */
  function everything(error: unknown): string {
    const { stack, cause } = error as Error;
    const own = Object.getOwnPropertyNames(error).map(
      (name) => (error as Record<string, unknown>)[name],
    );
    return JSON.stringify([own, stack, cause, String(error)]);
  }

  it.each(BROKEN)('contains nothing of the body: %s', async (_what, type, text) => {
    app().errors.length = 0;
    const answer = await send(app(), text, { 'content-type': type });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const [error] = app().errors;
    expect(isSignupError(error)).toBe(true);
    expect((error as Error).cause).toBeUndefined();
    expect(error).not.toHaveProperty('body');
    expect(error).not.toHaveProperty('charset');
    expect(everything(error) + answer.text).not.toContain(CANARY.slice(0, 6));
    expect(everything(error)).not.toMatch(/JSON at|in JSON|Unexpected/);
  });

  it.each(BROKEN)(
    'of the host’s own on this path is answered without it: %s',
    async (_what, type, text) => {
      const seen: unknown[] = [];
      const started = await apps.start({
        before(host) {
          host.use(express.json(), express.urlencoded({ extended: true }));
        },
      });
      const last: ErrorRequestHandler = (error, _req, res, _next) => {
        seen.push(error);
        res.status(418).end();
      };
      started.app.use(last);
      const alone = await send(app(), text, { 'content-type': type });
      const answer = await send(started, text, { 'content-type': type });
      expectFailure(answer, { status: alone.status, body: JSON.parse(alone.text) });
      expect(seen).toEqual([]);
    },
  );

  it('reaches the host whole if it is unknown', async () => {
    const error = new Error('odd');
    const json = jest.spyOn(express, 'json').mockReturnValue((_req, _res, next) => next(error));
    const started = await apps.start();
    json.mockRestore();

    expectFailure(await send(started, '{}'), SERVER_ERROR);
    expect(started.errors).toMatchObject([{ cause: error }]);
  });

  it('of the host’s own parser gets a response under a prefix, in capitals, with a slash or a query', async () => {
    const started = await apps.start({
      before: (host) => host.use(express.json()),
      mount: (host, router) => host.use('/auth/v1', router),
    });
    for (const path of [PATH, `${PATH}/`, PATH.toUpperCase(), `${PATH}?a=/b`, `${PATH}/?x`]) {
      const answer = await request(started.url).post(`/auth/v1${path}`).type('json').send('{');
      expectFailure(answer, BAD_BODY);
    }
  });

  it.each([
    '/login',
    '/',
    `${PATH}/other`,
    `${PATH}s`,
    `/login?next=${PATH}/x`,
    `/upload?x=${PATH}`,
  ])('of another route goes to the host untouched: %s', async (path) => {
    const seen: unknown[] = [];
    const started = await apps.start({ before: (host) => host.use(express.json()) });
    const last: ErrorRequestHandler = (error, _req, res, _next) => {
      seen.push(error);
      res.status(418).end();
    };
    started.app.use(last);
    const answer = await request(started.url).post(path).type('json').send(`{${CANARY}`);
    expect(answer.status).toBe(418);
    expect(seen).toEqual(started.errors);
    expect(seen[0]).toMatchObject({ type: 'entity.parse.failed', body: `{${CANARY}` });
    expect(seen[0]).not.toBeInstanceOf(InvalidBodyError);
  });
});
