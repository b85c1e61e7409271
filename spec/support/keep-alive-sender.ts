import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ReceivedResponse } from './expect-failure';

/** A request as it is sent. */
export interface SentRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Sends thousands of requests, one after another, over one connection. */
export interface KeepAliveSender {
  send(url: string, sent: SentRequest): Promise<ReceivedResponse>;
  end(): void;
}

export function keepAliveSender(): KeepAliveSender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (url, sent) => exchange(agent, url, sent),
    end: () => agent.destroy(),
  };
}

function exchange(agent: Agent, url: string, sent: SentRequest): Promise<ReceivedResponse> {
  const { method = 'POST', path, body = '' } = sent;
  // Node sends no Content-Length by itself for methods that usually have no body.
  const length = { 'content-length': Buffer.byteLength(body) };
  const headers = sent.headers?.['transfer-encoding']
    ? sent.headers
    : { ...length, ...sent.headers };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const going = request({ agent, hostname, port, method, path, headers });
    going.once('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      buffer(response).then(
        (bytes) => resolve({ status, headers, text: bytes.toString() }),
        reject,
      );
    });
    // After a response to half a body, writing the rest may fail on a closed connection.
    going.on('error', reject);
    going.setNoDelay(true);
    going.end(body);
  });
}
