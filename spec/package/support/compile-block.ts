import { writeFile } from 'node:fs/promises';
import { transform } from '@swc/core';
import { RECIPES, readmeBlocks } from './readme-blocks';

/**
 * Compiles the block of the README or of the recipes that contains `word`, changed by `change`, to an
 * ES module.
 */
export async function compileBlock(
  word: string,
  file: string,
  change: (code: string) => string = (code) => code,
): Promise<void> {
  const blocks = [...(await readmeBlocks('ts')), ...(await readmeBlocks('ts', RECIPES))];
  const block = blocks.find((code) => code.includes(word));
  if (block === undefined) {
    throw new Error(`No README has a block with ${word}`);
  }
  const { code } = await transform(change(block), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  await writeFile(file, code);
}
