// The embedded database in a process of its own, as a server would be. Forked by benchmark.mjs.

import embedded from '../../dist/testing/index.js';

const database = await embedded.startMongoDB();
process.on('disconnect', () => database.close());
process.send({ uri: database.uri });
