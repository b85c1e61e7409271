// Uses the ESM entry.
import express from 'express';
import * as dbconnections from 'express-dbconnections';
import mongoose from 'mongoose';
import { signUpOnce } from './sign-up-once.mjs';

console.log(JSON.stringify(await signUpOnce(dbconnections, mongoose, express)));
