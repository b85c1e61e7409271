import { writeFile } from 'node:fs/promises';
import { transform } from '@swc/core';
import { readmeBlocks } from './readme-blocks';

/** Compiles the block of the README that contains `word`, changed by `change`, to an ES module. */
export async function compileBlock(
  word: string,
  file: string,
  change: (code: string) => string = (code) => code,
): Promise<void> {
  const [block] = (await readmeBlocks('ts')).filter((code) => code.includes(word));
  if (block === undefined) {
    throw new Error(`The README has no block with ${word}`);
  }
  const { code } = await transform(change(block), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  });
  await writeFile(file, code);
}
