// The package through its CommonJS door, and whether the ESM door leads to the same room.
const dbconnections = require('express-dbconnections');

async function main() {
  const throughTheOtherDoor = await import('express-dbconnections');
  for (const [name, value] of Object.entries(dbconnections)) {
    if (throughTheOtherDoor[name] !== value) {
      throw new Error(`${name} is not the same through both doors`);
    }
  }
  const { signUpOnce } = await import('./sign-up-once.mjs');
  const mongoose = require('mongoose');
  console.log(JSON.stringify(await signUpOnce(dbconnections, mongoose, require('express'))));
}

main();
