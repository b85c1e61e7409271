import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { onResponseEnd } from '../../lib/http/on-response-end';

function responseOn(socket: EventEmitter) {
  const res = Object.assign(new EventEmitter(), { destroy: jest.fn(), req: { socket } });
  const ended = jest.fn();
  onResponseEnd(res as unknown as Response, ended);
  return { res, ended };
}

it('calls the listener when the response is closed', () => {
  const { res, ended } = responseOn(new EventEmitter());
  expect(ended).not.toHaveBeenCalled();

  res.emit('close');

  expect(ended).toHaveBeenCalledTimes(1);
});

it('calls the listener of each pipelined response when the socket is closed', () => {
  const socket = new EventEmitter();
  const responses = [responseOn(socket), responseOn(socket)];

  socket.emit('close');

  for (const { res, ended } of responses) {
    expect(ended).toHaveBeenCalledTimes(1);
    expect(res.destroy).toHaveBeenCalledTimes(1);
  }
});

it('calls the listener once, though response and socket are closed', () => {
  const socket = new EventEmitter();
  const { res, ended } = responseOn(socket);

  res.emit('close');
  socket.emit('close');

  expect(ended).toHaveBeenCalledTimes(1);
});

it('adds one listener to a socket, however many responses it has', () => {
  const socket = new EventEmitter();

  for (let count = 0; count < 20; count += 1) {
    responseOn(socket);
  }

  expect(socket.listenerCount('close')).toBe(1);
});
