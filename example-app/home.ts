import { basename, dirname } from 'node:path';

/**
 * The example app's own folder. The compiled files run from `dist/`, a spec runs the sources:
 * the page, `tenant.json` and `.data/` lie in the same place for both.
 */
export const home = basename(__dirname) === 'dist' ? dirname(__dirname) : __dirname;
