import { THEMES } from './themes';
import { COMPLETE, INTERRUPTED } from './themes/interrupted';
import { RAW_THEMES } from './themes/raw-requests';

const sizes = [...THEMES, ...RAW_THEMES].map(({ attacks }) => attacks.length);
// Those that leave do so with a FIN and with a RST; those that dawdle finish.
const interrupted = 3 * INTERRUPTED.length + 2 * COMPLETE.length;
const total = sizes.reduce((sum, size) => sum + size, interrupted);

it(`the corpus has at least 1,000 requests: ${total} in ${sizes.length + 1} themes`, () => {
  expect(total).toBeGreaterThanOrEqual(1000);
});

it('no two attacks of a theme are the same', () => {
  for (const { name, attacks } of THEMES) {
    const texts = attacks.map(({ sent }) => JSON.stringify(sent));
    const twice = attacks.filter((_, index) => texts.indexOf(texts[index] as string) !== index);
    expect({ name, twice: twice.map(({ title }) => title) }).toEqual({ name, twice: [] });
  }
});
