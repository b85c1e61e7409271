import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
// From the repository's own installation, which tests the example app's page with it.
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--ignore-certificate-errors',
  // No external requests: Lock would load texts and pictures.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Starts Chromium. Without Chromium on this machine: `undefined`, but an error in CI, where no client
 * may be skipped.
 */
export async function startBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const executablePath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
    (path) => existsSync(path),
  );
  if (executablePath !== undefined) {
    return chromium.launch({ executablePath, args: ARGS });
  }
  if (process.env.CI) {
    throw new Error(`Chromium is missing: none of ${NAMES.join(', ')} is on the PATH`);
  }
  return undefined;
}
