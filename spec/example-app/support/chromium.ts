import { existsSync } from 'node:fs';
import { join } from 'node:path';

const { env } = process;

/** Where Chromium and its relatives are usually installed; nothing is downloaded. */
const PLACES: readonly (string | undefined)[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  ...[
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ].map((program) => join('/Applications', program)),
  ...[env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(
      (program) => folder && join(folder, program),
    ),
  ),
];

/** The browser that the pages' specs run in: the one in the variable `CHROMIUM`, or the system's own. */
export const CHROMIUM: string | undefined =
  env.CHROMIUM || PLACES.find((place) => place && existsSync(place));

export const NO_CHROMIUM =
  'no Chromium, Chrome or Edge was found: install one, or name one in the variable CHROMIUM';

/**
 * Specs that need a browser. Without one they are skipped and say so; on a CI server, where that would
 * go unnoticed, they fail.
 */
export function describeInChromium(title: string, specs: () => void): void {
  if (CHROMIUM !== undefined || env.CI) {
    describe(title, specs);
  } else {
    describe.skip(`${title} (skipped: ${NO_CHROMIUM})`, specs);
  }
}
