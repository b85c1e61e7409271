// Runs in a process of its own: jsdom is a page of another origin, so that auth0.js sends its
// preflight and the answer's CORS headers count. Prints what an application gets.

const { readFileSync } = require('node:fs');
const { JSDOM } = require('jsdom');

const [domain = '', parameters = '{}'] = process.argv.slice(2);
const { window } = new JSDOM('', { url: 'http://page.example', runScripts: 'outside-only' });
window.eval(readFileSync(require.resolve('auth0-js/dist/auth0.min.js'), 'utf8'));

const webAuth = new window.auth0.WebAuth({ domain, clientID: 'CID' });
webAuth.signup(
  JSON.parse(parameters),
  (/** @type {object | null} */ error, /** @type {object} */ data) => {
    console.log(JSON.stringify(error ? { error } : { data }));
    window.close();
  },
);
