// Uses the CommonJS entry and checks that the ESM entry exports the same values.
const dbconnections = require('express-dbconnections');

async function main() {
  const esm = await import('express-dbconnections');
  for (const [name, value] of Object.entries(dbconnections)) {
    if (esm[name] !== value) {
      throw new Error(`${name} differs between the CommonJS and the ESM entry`);
    }
  }
  const { signUpOnce } = await import('./sign-up-once.mjs');
  const mongoose = require('mongoose');
  console.log(JSON.stringify(await signUpOnce(dbconnections, mongoose, require('express'))));
}

main();
