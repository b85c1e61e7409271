import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A package that ships no file for browsers, as a script that makes it `window[global]`. */
export async function bundle(packageName, global) {
  const { outputFiles } = await build({
    stdin: {
      contents: `import client from '${packageName}'; window.${global} = client;`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    bundle: true,
    write: false,
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    define: { global: 'window', 'process.env.NODE_ENV': '"production"' },
    // What the bundlers of the time put in by themselves.
    banner: { js: 'var process = { env: {}, nextTick: queueMicrotask };' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
