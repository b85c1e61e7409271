import express from 'express';
import request from 'supertest';
import { sendJson } from '../../lib/http/send-json';

function answerOf(send: (res: express.Response) => void) {
  const app = express().set('json spaces', 2).set('json escape', true);
  app.use((_req, res) => send(res));
  return request(app).get('/').set('Accept', 'text/html');
}

it('sends JSON that nobody keeps and nobody guesses at, whatever is accepted', async () => {
  const answer = await answerOf((res) => sendJson(res, 418, { a: '<ä>', b: undefined }));
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

it('sends the headers that belong to the answer, and overrules what was set before', async () => {
  const answer = await answerOf((res) => {
    res.set({ 'Content-Type': 'text/html', 'Cache-Control': 'public', 'Retry-After': '1' });
    sendJson(res, 503, {}, { 'Retry-After': '9' });
  });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '9',
  });
});
