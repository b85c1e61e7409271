/** Versions of both peers: the ends of the ranges in package.json, in pairs. */
export interface Pair {
  readonly express: string;
  readonly mongoose: string;
}

export interface Leg extends Pair {
  readonly node: string;
}

// The lowest version of `engines` and the newest of each maintained line.
export const NODES = ['20.19.0', '22', '24', '26'] as const;

const CORNERS: readonly Pair[] = [
  { express: '4.21.0', mongoose: '8.0.0' },
  { express: '4.21.0', mongoose: '9' },
  { express: '5', mongoose: '8.0.0' },
  { express: '5', mongoose: '9' },
];
// The ends within the ranges.
const NEWEST_OF_THE_OLD: Pair = { express: '4', mongoose: '8' };
const OLDEST_OF_THE_NEW: Pair = { express: '5.0.0', mongoose: '9.0.0' };
const NEWEST: Pair = { express: '5', mongoose: '9' };

export const PAIRS: readonly Pair[] = [...CORNERS, NEWEST_OF_THE_OLD, OLDEST_OF_THE_NEW];

export const LEGS: readonly Leg[] = [
  ...CORNERS.map((pair) => ({ node: '20.19.0', ...pair })),
  { node: '22', ...NEWEST },
  { node: '22', ...OLDEST_OF_THE_NEW },
  { node: '24', ...NEWEST },
  { node: '24', ...NEWEST_OF_THE_OLD },
  ...CORNERS.map((pair) => ({ node: '26', ...pair })),
];
