import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './root';

/** The README of the recipes, whose code is for hosts as well. */
export const RECIPES = 'spec/recipes/README.md';

/** The code blocks in `language` of a README, by default the package's. */
export async function readmeBlocks(language: string, file = 'README.md'): Promise<string[]> {
  const readme = await readFile(join(ROOT, file), 'utf8');
  const blocks = readme.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter(([, name]) => name === language).map(([, , code = '']) => code);
}
