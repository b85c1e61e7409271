import { dirname } from 'node:path';

import express from 'express';

/**
 * auth0.js as its package ships it, for a `<script>` of this server's: nothing is asked of Auth0's
 * CDN. Only its `dist` folder, wherever npm has put it.
 */
export const auth0JsFiles = express.static(dirname(require.resolve('auth0-js/dist/auth0.min.js')));
