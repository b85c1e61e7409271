import type { Socket } from 'node:net';
import type { DueFault, ExpectedFaults } from './expected-faults';
import type { Pretence } from './topology';
import { messageId, messageName, onMessages, repliedTo, replyTo } from './wire-messages';

/** One connection of the driver and its counterpart to the server, with what they say between them. */
export class LineConnection {
  readonly #driver: Socket;
  readonly #server: Socket;
  readonly #faults: ExpectedFaults;
  readonly #pretence: Pretence;
  /** What to do with the answers that the driver waits for, by the numbers of its messages. */
  readonly #awaited = new Map<number, (reply: Buffer) => void>();

  constructor(driver: Socket, server: Socket, faults: ExpectedFaults, pretence: Pretence) {
    this.#driver = driver;
    this.#server = server;
    this.#faults = faults;
    this.#pretence = pretence;
    for (const [socket, other] of [[driver, server] as const, [server, driver] as const]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => other.destroy());
    }
    onMessages(driver, (message) => this.#take(message, faults.take(messageName(message))));
    onMessages(server, (message) => this.#answer(message));
  }

  get isIdle(): boolean {
    return this.#awaited.size === 0;
  }

  /** Resolves when the driver knows that the connection is closed. */
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

  #take(message: Buffer, { fault, happens }: DueFault): void {
    const driver = this.#driver;
    const pass = (reply: Buffer) => this.#pass(message, reply);
    if (fault === undefined) {
      this.#ask(message, pass);
    } else if (fault === 'hold') {
      this.#hold(message, () => {
        this.#ask(message, pass);
        driver.resume();
      });
      driver.pause();
      happens();
    } else if (fault === 'hold after') {
      this.#ask(message, (reply) => {
        this.#hold(message, () => pass(reply));
        happens();
      });
    } else if (fault === 'drop before') {
      driver.destroy();
      happens();
    } else if (fault === 'drop after') {
      this.#ask(message, () => {
        driver.destroy();
        happens();
      });
    } else if ('answer' in fault) {
      pass(bytesOf(message, fault.answer));
      happens();
    } else {
      this.#ask(message, () => {
        pass(bytesOf(message, fault.afterwards));
        happens();
      });
    }
  }

  #hold(message: Buffer, go: () => void): void {
    this.#awaited.set(messageId(message), () => undefined);
    this.#faults.onForget(go);
  }

  #ask(message: Buffer, take: (reply: Buffer) => void): void {
    this.#awaited.set(messageId(message), take);
    const asked = this.#pretence.request(message);
    if ('reply' in asked) {
      this.#answer(asked.reply);
    } else {
      this.#server.write(asked.message);
    }
  }

  #answer(message: Buffer): void {
    const reply = this.#pretence.reply(message);
    const take = this.#awaited.get(repliedTo(reply)) ?? ((bytes) => this.#driver.write(bytes));
    take(reply);
  }

  #pass(message: Buffer, reply: Buffer): void {
    this.#awaited.delete(messageId(message));
    this.#driver.write(reply);
  }
}

function bytesOf(message: Buffer, answer: object): Buffer {
  return Buffer.isBuffer(answer) ? answer : replyTo(message, answer);
}
