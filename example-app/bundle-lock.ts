import { join } from 'node:path';

import { version } from 'auth0-lock/package.json';
import { build, type Format } from 'esbuild';

import { auth0JsPlugin } from './auth0-js-plugin';
import { home } from './home';

/**
 * Makes what `page/lock` loads. Lock's package has no file that a browser could take: it has to be
 * bundled, and its texts, which Lock always asks for by address, are in its sources only.
 */
async function bundleLock(): Promise<void> {
  await bundle('lock/auth0-lock.js', 'esm', "export { Auth0Lock } from 'auth0-lock';");
  await bundle(
    `js/lock/${version}/en.js`,
    'iife',
    "import en from 'auth0-lock/lib/i18n/en'; Auth0.registerLanguageDictionary('en', en);",
  );
}

/** The page imports the one as a module; Lock loads the other as a plain script. */
async function bundle(file: string, format: Format, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: home },
    outfile: join(home, 'dist', 'page', file),
    plugins: [auth0JsPlugin],
    bundle: true,
    minify: true,
    format,
    target: 'es2022',
    legalComments: 'linked',
    logLevel: 'silent',
  });
}

bundleLock().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
