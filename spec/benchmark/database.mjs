// The embedded database in a process of its own, as a server would be. Forked by benchmark.mjs.

import embedded from '../../example-app/dist/embedded-database/embedded-database.js';

const database = await embedded.startEmbeddedDatabase();
process.on('disconnect', () => database.close());
process.send({ uri: database.uri });
