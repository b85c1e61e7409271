import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packTarball } from '../../package/support/pack-tarball';
import { installNode, installPair } from './installed';
import { NODES, PAIRS } from './legs';

/**
 * Installs every Node and every pair of versions before the specs, into a folder that `VERSIONS_FOLDER`
 * passes to them.
 */
export default async function install(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'versions-'));
  process.env.VERSIONS_FOLDER = folder;
  const tarball = await packTarball(folder);
  await Promise.all(NODES.map((version) => installNode(folder, version)));
  await Promise.all(PAIRS.map((pair) => installPair(folder, tarball.path, pair)));
}
