// Runs in a process of its own: jsdom is a page of another origin, so that auth0.js sends its
// preflight and the CORS headers of the response count. Its argument is a JSON array of
// `{ domain, parameters }`; prints a JSON array of what the application's callback receives.

const { readFileSync } = require('node:fs');
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('', { url: 'http://page.example', runScripts: 'outside-only' });
window.eval(readFileSync(require.resolve('auth0-js/dist/auth0.min.js'), 'utf8'));

/** @param {{ domain: string, parameters: object }} signup */
function signUp({ domain, parameters }) {
  const webAuth = new window.auth0.WebAuth({ domain, clientID: 'CID' });
  return new Promise((resolve) => {
    webAuth.signup(parameters, (/** @type {object | null} */ error, /** @type {object} */ data) => {
      resolve(error ? { error } : { data });
    });
  });
}

Promise.all(JSON.parse(process.argv[2] ?? '[]').map(signUp)).then((results) => {
  console.log(JSON.stringify(results));
  window.close();
});
