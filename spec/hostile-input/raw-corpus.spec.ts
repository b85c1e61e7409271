import { useAttacks } from './support/use-attacks';
import { RAW_THEMES } from './themes/raw-requests';

const attacks = useAttacks();

// A busy machine is no fault.
jest.setTimeout(30_000);

describe.each(RAW_THEMES)('$name', ({ attacks: list }) => {
  const app = attacks.share();

  it.each(list)('$title', (attack) => attacks.strikeRaw(app(), attack));
});
