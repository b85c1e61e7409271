// The test kit through its CommonJS entry, which has the same exports as the ESM entry.
const testing = require('express-dbconnections/testing');

async function main() {
  const { startMongoDB, ...others } = await import('express-dbconnections/testing');
  if (startMongoDB !== testing.startMongoDB || Object.keys(others).length > 0) {
    throw new Error('The entries have different exports');
  }
  const { useServer } = await import('./use-server.mjs');
  console.log(JSON.stringify(await useServer(testing.startMongoDB, require('mongoose'))));
}

main();
