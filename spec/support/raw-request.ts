import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { PATH, type SignupApp } from './use-signup-apps';

/** A request that is written to a socket, byte by byte if necessary. */
export interface RawRequest {
  readonly socket: Socket;
  write(bytes: string): void;
  /** Resolves when the bytes are sent or the connection is lost. */
  send(bytes: string | Buffer): Promise<void>;
  /** The whole response, once the server has closed the connection. */
  response(): Promise<string>;
  /** Destroys the connection; resolves when it is closed. */
  leave(): Promise<void>;
}

/** The head of a sign-up whose body is `length` bytes long. */
export function signupHead(length: number, ...headers: readonly string[]): string {
  const lines = [
    `POST ${PATH} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A complete sign-up. */
export function signupText(body: object): string {
  const text = JSON.stringify(body);
  return signupHead(Buffer.byteLength(text)) + text;
}

/** Opens a connection and writes `text`. */
export async function rawRequest({ url }: SignupApp, text: string | Buffer): Promise<RawRequest> {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes;
  });
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  socket.write(text);
  return {
    socket,
    write: (bytes) => {
      socket.write(bytes);
    },
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    async response() {
      await closed;
      return received;
    },
    async leave() {
      socket.destroy();
      await closed;
    },
  };
}
