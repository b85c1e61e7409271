import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root';

/** The code blocks of the README in `language`. */
export async function readmeBlocks(language: string): Promise<string[]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const blocks = readme.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter(([, name]) => name === language).map(([, , code = '']) => code);
}
