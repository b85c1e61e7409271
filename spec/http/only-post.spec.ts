import request from 'supertest';
import { expectFailure, protocolFailure } from '../support/expect-failure';
import { rawRequest } from '../support/raw-request';
import { PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

const NOT_ALLOWED = protocolFailure(405, 'method_not_allowed', 'Use POST.', { allow: 'POST' });

it.each(['get', 'put', 'patch', 'delete'] as const)(
  '%s is not allowed, with or without fields',
  async (method) => {
    expectFailure(await request(app().url)[method](PATH), NOT_ALLOWED);
    const answer = await request(app().url)[method](PATH).query(REQUEST).send(REQUEST);
    expectFailure(answer, NOT_ALLOWED);
    expect(await app().users.countDocuments()).toBe(0);
  },
);

it('HEAD is not allowed either, and has no body', async () => {
  const answer = await request(app().url).head(PATH);
  expect({ status: answer.status, text: answer.text ?? '' }).toEqual({ status: 405, text: '' });
  expect(answer.headers).toMatchObject({
    allow: 'POST',
    'content-length': String(JSON.stringify(NOT_ALLOWED.body).length),
  });
});

it.each(['PROPFIND', 'QUERY', 'TRACE', 'REPORT'])('nor is %s', async (method) => {
  const text = `${method} ${PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
  const answer = await (await rawRequest(app(), text)).response();
  expect(answer).toMatch(/^HTTP\/1\.1 40[05] /);
  expect(answer).not.toContain('_id');
});

it('is checked before the media type and the size of the body', async () => {
  const answer = await request(app().url).put(PATH).type('text').send('x'.repeat(200_000));
  expectFailure(answer, NOT_ALLOWED);
});

it('ignores X-HTTP-Method-Override', async () => {
  const answer = await app().post({}).set('X-HTTP-Method-Override', 'GET');
  expect(answer.status).toBe(400);
});
