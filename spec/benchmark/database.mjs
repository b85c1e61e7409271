// startMongoDB() in its own process, like a real server. Forked by benchmark.mjs.

import testing from '../../dist/testing/index.js';

const database = await testing.startMongoDB();
process.on('disconnect', () => database.close());
process.send({ uri: database.uri });
