import express from 'express';
import request from 'supertest';
import { sendJson } from '../../lib/http/send-json';

function responseOf(send: (res: express.Response) => void) {
  const app = express().set('json spaces', 2).set('json escape', true);
  app.use((_req, res) => send(res));
  return request(app).get('/').set('Accept', 'text/html');
}

it('sends JSON with no-store and nosniff, whatever the request accepts', async () => {
  const answer = await responseOf((res) => sendJson(res, 418, { a: '<ä>', b: undefined }));
  expect(answer.status).toBe(418);
  expect(answer.text).toBe('{"a":"<ä>"}');
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': '12',
  });
  expect(answer.headers).not.toHaveProperty('etag');
});

it('sends the given headers, and replaces those that were set before', async () => {
  const answer = await responseOf((res) => {
    res.set({ 'Content-Type': 'text/html', 'Cache-Control': 'public', 'Retry-After': '1' });
    sendJson(res, 503, {}, { 'Retry-After': '9' });
  });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '9',
  });
});
