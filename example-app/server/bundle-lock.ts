import { createRequire } from 'node:module';
import { join } from 'node:path';
import { version } from 'auth0-lock/package.json';
import { build, type Format, type Plugin } from 'esbuild';
import { HOME } from './settings';

/**
 * auth0.js declares its files as ES modules in its package.json, but what `require` resolves to is
 * CommonJS, and esbuild then finds no exports. For a path that a plugin has resolved, esbuild looks
 * at the file's content instead.
 */
const AUTH0_JS_PLUGIN: Plugin = {
  name: 'auth0-js',
  setup({ onResolve }) {
    onResolve({ filter: /^auth0-js(\/|$)/ }, ({ path, resolveDir }) => ({
      path: createRequire(join(resolveDir, 'index.js')).resolve(path),
    }));
  },
};

/**
 * Builds the scripts that `page/lock` loads. Lock's package has no file for browsers, and its texts,
 * which Lock always loads by URL, exist in its sources only.
 */
async function bundleLock(): Promise<void> {
  await bundle('lock/auth0-lock.js', 'esm', "export { Auth0Lock } from 'auth0-lock';");
  await bundle(
    `js/lock/${version}/en.js`,
    'iife',
    "import en from 'auth0-lock/lib/i18n/en'; Auth0.registerLanguageDictionary('en', en);",
  );
}

/** The page imports the first file as a module; Lock loads the second as a plain script. */
async function bundle(file: string, format: Format, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: HOME },
    outfile: join(HOME, 'dist', 'page', file),
    plugins: [AUTH0_JS_PLUGIN],
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
