import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Plugin } from 'esbuild';

/**
 * auth0.js says in its package.json that its files are ES modules, but what `require` gets of it is
 * not one. esbuild takes its word and finds nothing exported; a path that a plugin has found is
 * judged by what is in the file.
 */
export const auth0JsPlugin: Plugin = {
  name: 'auth0-js',
  setup({ onResolve }) {
    onResolve({ filter: /^auth0-js(\/|$)/ }, ({ path, resolveDir }) => ({
      path: createRequire(join(resolveDir, 'index.js')).resolve(path),
    }));
  },
};
