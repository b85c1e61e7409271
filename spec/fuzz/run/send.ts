import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { WireRequest } from '../requests/write-request';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Sender {
  send(url: string, wire: WireRequest): Promise<Answer>;
  close(): void;
}

/** Sends over connections that stay open. */
export function openSender(): Sender {
  const agent = new Agent({ keepAlive: true });
  return {
    send(url, { method, headers, body }) {
      return new Promise((resolve, reject) => {
        const sending = request(url, { method, headers, agent });
        sending.once('error', reject);
        sending.once('response', (response: IncomingMessage) => {
          text(response).then(
            (text) =>
              resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
            reject,
          );
        });
        sending.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
