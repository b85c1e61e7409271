// Runs in a process of its own, whose environment makes it trust the spec's certificate: the SDK
// speaks https alone. Prints what an application gets.

const { AuthenticationClient } = require('auth0');

const [domain = '', parameters = '{}'] = process.argv.slice(2);
const client = new AuthenticationClient({ domain, clientId: 'CID' });

client.database.signUp(JSON.parse(parameters)).then(
  ({ data, status }) => console.log(JSON.stringify({ data, status })),
  ({ name, error, error_description, statusCode }) =>
    console.log(JSON.stringify({ name, error, error_description, statusCode })),
);
