// Runs in a process of its own, whose environment makes it trust the spec's certificate: the SDK
// supports https only. Its argument is a JSON array of `{ domain, parameters }`; prints a JSON array
// of what the application receives.

const { AuthenticationClient } = require('auth0');

/** @param {{ domain: string, parameters: import('auth0').SignUpRequest }} signup */
async function signUp({ domain, parameters }) {
  try {
    const client = new AuthenticationClient({ domain, clientId: 'CID' });
    const { data, status } = await client.database.signUp(parameters);
    return { data, status };
  } catch (thrown) {
    const { name, error, error_description, statusCode } = /** @type {any} */ (thrown);
    return { name, error, error_description, statusCode };
  }
}

Promise.all(JSON.parse(process.argv[2] ?? '[]').map(signUp)).then((results) => {
  console.log(JSON.stringify(results));
});
