import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readmeBlocks } from '../package/support/readme-blocks';
import { ROOT } from '../package/support/root';
import { FOLDER, pairFolder } from './support/installed';
import { PAIRS } from './support/legs';

const run = promisify(execFile);

jest.setTimeout(60_000);

describe.each(PAIRS)('the types of Express $express and Mongoose $mongoose', (pair) => {
  it('work for a consumer and the code of the README', async () => {
    const folder = pairFolder(FOLDER, pair);
    // The shared rate-limit store needs packages that are not installed here.
    const blocks = (await readmeBlocks('ts')).filter((code) => !code.includes('redis'));
    await Promise.all(
      blocks.map((code, index) => writeFile(join(folder, `readme-${index}.mts`), code)),
    );

    await run('npx', ['tsc', '-p', folder], { cwd: ROOT });
    expect(blocks).not.toHaveLength(0);
  });
});
