// The test kit through its ESM entry.
import { startMongoDB } from 'express-dbconnections/testing';
import mongoose from 'mongoose';
import { useServer } from './use-server.mjs';

console.log(JSON.stringify(await useServer(startMongoDB, mongoose)));
