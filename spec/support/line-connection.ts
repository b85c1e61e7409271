import type { Socket } from 'node:net';
import type { DueFailPoint, FailPoints } from './fail-points';
import type { SimulatedConnection } from './topology';
import { messageId, messageName, onMessages, repliedTo, replyTo } from './wire-messages';

/** One connection of the driver, and the one to the server behind it. */
export class LineConnection {
  readonly #driver: Socket;
  readonly #server: Socket;
  readonly #simulated: SimulatedConnection;
  /** Handlers of the replies that the driver waits for, by the ids of its messages. */
  readonly #awaited = new Map<number, (reply: Buffer) => void>();

  constructor(
    driver: Socket,
    server: Socket,
    failPoints: FailPoints,
    simulated: SimulatedConnection,
  ) {
    this.#driver = driver;
    this.#server = server;
    this.#simulated = simulated;
    for (const [socket, other] of [[driver, server] as const, [server, driver] as const]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => other.destroy());
    }
    onMessages(driver, (message) => this.#receive(message, failPoints.take(messageName(message))));
    onMessages(server, (message) => this.#reply(message));
  }

  get isIdle(): boolean {
    return this.#awaited.size === 0;
  }

  /** Resolves when the driver has noticed that the connection is closed. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#driver.once('close', () => resolve());
      this.#driver.end();
    });
  }

  destroy(): void {
    this.#driver.destroy();
    this.#server.destroy();
  }

  #receive(message: Buffer, { failPoint, happens, hold }: DueFailPoint): void {
    const driver = this.#driver;
    const pass = (reply: Buffer) => this.#pass(message, reply);
    if (failPoint === undefined) {
      this.#send(message, pass);
    } else if (failPoint === 'hold') {
      this.#awaited.set(messageId(message), () => undefined);
      hold(() => {
        this.#send(message, pass);
        driver.resume();
      });
      driver.pause();
      happens();
    } else if (failPoint === 'hold after') {
      this.#send(message, (reply) => {
        this.#awaited.set(messageId(message), () => undefined);
        hold(() => pass(reply));
        happens();
      });
    } else if (failPoint === 'drop before') {
      driver.destroy();
      happens();
    } else if (failPoint === 'drop after') {
      this.#send(message, () => {
        driver.destroy();
        happens();
      });
    } else if ('replyInstead' in failPoint) {
      pass(bytesOf(message, failPoint.replyInstead));
      happens();
    } else {
      this.#send(message, () => {
        pass(bytesOf(message, failPoint.replyAfter));
        happens();
      });
    }
  }

  #send(message: Buffer, handle: (reply: Buffer) => void): void {
    this.#awaited.set(messageId(message), handle);
    const simulated = this.#simulated.request(message);
    if ('reply' in simulated) {
      this.#reply(simulated.reply);
    } else {
      this.#server.write(simulated.message);
    }
  }

  #reply(message: Buffer): void {
    const reply = this.#simulated.reply(message);
    const handle = this.#awaited.get(repliedTo(reply)) ?? ((bytes) => this.#driver.write(bytes));
    handle(reply);
  }

  #pass(message: Buffer, reply: Buffer): void {
    this.#awaited.delete(messageId(message));
    this.#driver.write(reply);
  }
}

function bytesOf(message: Buffer, reply: object): Buffer {
  return Buffer.isBuffer(reply) ? reply : replyTo(message, reply);
}
