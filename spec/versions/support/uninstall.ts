import { rm } from 'node:fs/promises';

export default async function uninstall(): Promise<void> {
  await rm(String(process.env.VERSIONS_FOLDER), { recursive: true, force: true });
}
