import { once } from 'node:events';
import { createConnection } from 'node:net';
import { performance } from 'node:perf_hooks';

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * One keep-alive connection to a server, one request at a time. It uses a bare socket, so that
 * generating the load takes little CPU time.
 */
export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #waiting;

  static async open(port) {
    const connection = new Connection(createConnection(port, '127.0.0.1'));
    await once(connection.#socket, 'connect');
    return connection;
  }

  constructor(socket) {
    this.#socket = socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#waiting?.reject(new Error('The server closed the connection')));
  }

  /** Resolves with the status, the head, the body and the time until its last byte, in ms. */
  request(bytes) {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        throw new Error('The server has closed the connection');
      }
      this.#waiting = { resolve, reject, start: performance.now() };
      this.#socket.write(bytes);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(bytes) {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) {
      return;
    }
    const head = this.#received.toString('latin1', 0, headEnd);
    const end = headEnd + HEAD_END.length + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (this.#received.length < end) {
      return;
    }
    const { resolve, start } = this.#waiting;
    this.#waiting = undefined;
    const body = this.#received.toString('utf8', headEnd + HEAD_END.length, end);
    this.#received = this.#received.subarray(end);
    resolve({
      status: Number(head.slice(9, 12)),
      head,
      body,
      milliseconds: performance.now() - start,
    });
  }
}
