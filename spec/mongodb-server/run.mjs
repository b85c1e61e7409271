// Runs the specs of storage against a MongoDB server other than the embedded one and prints its name
// and version. Arguments go to Jest.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import mongoose from 'mongoose';
import { startServer } from './start-server.mjs';

const SPECS = [
  'spec/fault-injection/',
  'spec/users/',
  'spec/signup/',
  'spec/signup-router.spec.ts',
  'spec/acceptance/(fields|success|uniqueness).spec.ts',
  'spec/processes/',
];

let run;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => (run ? run.kill(signal) : process.exit(1)));
}
const { uri, stop } = await startServer();
try {
  console.log(`Server: ${await nameOf(uri)}`);
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const args = [
    jest,
    '--selectProjects',
    'lib',
    'fault-injection',
    'processes',
    '--verbose',
    '--maxWorkers=100%',
    ...process.argv.slice(2),
  ];
  run = spawn(process.execPath, [...args, '--', ...SPECS], {
    stdio: 'inherit',
    env: { ...process.env, MONGODB_URI: uri },
  });
  const [status] = await once(run, 'exit');
  process.exitCode = status ?? 1;
} finally {
  await stop();
}

async function nameOf(uri) {
  const connection = await mongoose.createConnection(uri).asPromise();
  try {
    const { version, gitVersion: _, ...build } = await connection.db.command({ buildInfo: 1 });
    const { setName } = await connection.db.command({ hello: 1 });
    // Compatible servers report the MongoDB version that they implement and their own.
    const own = Object.entries(build).filter(([name]) => /.Version$/.test(name));
    return [
      `MongoDB ${version}`,
      ...own.map(([name, value]) => `${name} ${value}`),
      setName === undefined ? 'standalone' : `replica set ${setName}`,
    ].join(', ');
  } finally {
    await connection.close();
  }
}
