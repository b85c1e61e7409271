import { useAttacks } from './support/use-attacks';
import { THEMES } from './themes';
import { COMPLETE, INTERRUPTED } from './themes/interrupted';
import { RAW_THEMES } from './themes/raw-requests';

const attacks = useAttacks();

// Slow machines need more than five seconds.
jest.setTimeout(30_000);

describe.each(THEMES)('$name', ({ attacks: list }) => {
  const app = attacks.share();

  it.each(list)('$title', (attack) => attacks.run(app(), attack));
});

describe.each(RAW_THEMES)('$name', ({ attacks: list }) => {
  const app = attacks.share();

  it.each(list)('$title', (attack) => attacks.runRaw(app(), attack));
});

describe('the corpus', () => {
  const sizes = [...THEMES, ...RAW_THEMES].map(({ attacks }) => attacks.length);
  // Interrupted requests end with FIN, end with RST, or continue; complete ones with FIN or RST.
  const interrupted = 3 * INTERRUPTED.length + 2 * COMPLETE.length;
  const total = sizes.reduce((sum, size) => sum + size, interrupted);

  it(`has at least 1,000 requests: ${total} in ${sizes.length + 1} themes`, () => {
    expect(total).toBeGreaterThanOrEqual(1000);
  });

  it.each(THEMES)('has no duplicates: $name', ({ attacks }) => {
    const texts = attacks.map(({ request }) => JSON.stringify(request));
    const duplicates = attacks.filter(
      (_, index) => texts.indexOf(texts[index] as string) !== index,
    );
    expect(duplicates.map(({ title }) => title)).toEqual([]);
  });
});
