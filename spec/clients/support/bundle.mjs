import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a package without a browser build into a script that sets `window[global]`. */
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
    // Polyfills that bundlers of that time added.
    banner: { js: 'var process = { env: {}, nextTick: queueMicrotask };' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
