import type { Express } from 'express';

import { closeServer } from './close-server';
import { keptCertificate } from './kept-certificate';
import { addressOf, listen, listenSecurely } from './listen';
import type { Settings } from './settings';

/** The app, listening over http and over https. */
export interface Servers {
  readonly address: string;
  readonly secureAddress: string;
  /** Where the certificate lies, for clients that have to be told to trust it. */
  readonly certificateFile: string | undefined;
  /** Both stop taking connections, then wait for `finish`. */
  close(finish: () => Promise<void>): Promise<void>;
}

/** Starts both: the pages do with either, but most of Auth0's clients speak https only. */
export async function startServers(app: Express, settings: Settings): Promise<Servers> {
  const certificate = await keptCertificate(settings.dataFile);
  const server = await listen(app, settings.port);
  const secureServer = await listenSecurely(app, certificate, settings.httpsPort);
  return {
    address: addressOf(server),
    secureAddress: addressOf(secureServer),
    certificateFile: certificate.file,
    async close(finish) {
      await Promise.all([closeServer(server, finish), closeServer(secureServer, finish)]);
    },
  };
}
