import { fork } from 'node:child_process';
import { once } from 'node:events';

const SERVER = new URL('server.mjs', import.meta.url);

let count = 0;

/** Starts a server process with the route. */
export async function startApp(uri, options) {
  count += 1;
  const collection = `users_${process.pid}_${count}`;
  const child = fork(SERVER, [JSON.stringify({ uri, collection, ...options })], {
    execArgv: ['--expose-gc', ...(options.execArgv ?? [])],
  });
  const ask = async (message) => {
    child.send(message);
    const [reply] = await once(child, 'message');
    return reply;
  };
  const [{ port, sinceStart }] = await once(child, 'message');
  return {
    port,
    /** From the start of the process until it listens, in ms. */
    sinceStart,
    /** Starts measuring the event-loop delay. */
    measure: () => ask('measure'),
    /** Event-loop delay since `measure()` and the current memory of the process. */
    report: () => ask('report'),
    /** CPU time of the process until now, in ms. */
    cpu: async () => (await ask('cpu')).milliseconds,
    async stop() {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

/** Runs `work` with a server process of its own. */
export async function withApp(uri, options, work) {
  const app = await startApp(uri, options);
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}
