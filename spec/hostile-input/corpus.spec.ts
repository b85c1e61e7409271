import { useAttacks } from './support/use-attacks';
import { THEMES } from './themes';

const attacks = useAttacks();

// A busy machine is no fault.
jest.setTimeout(30_000);

describe.each(THEMES)('$name', ({ attacks: list }) => {
  const app = attacks.share();

  it.each(list)('$title', (attack) => attacks.strike(app(), attack));
});
