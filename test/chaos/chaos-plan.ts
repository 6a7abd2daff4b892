import type { Dice } from '../crash/dice.js';

export type KillKind = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';

export interface Kill {
  readonly kind: KillKind;
  /** After the one before it. */
  readonly afterMs: number;
  /** A number that says which of those that live. */
  readonly whom: number;
  /** How long it stands still; of `SIGSTOP`. */
  readonly forMs: number;
}

export interface ChaosPlan {
  readonly seed: number;
  readonly orders: number;
  readonly kills: readonly Kill[];
  /** How many kills stand before each restart of the database. */
  readonly databaseRestarts: readonly number[];
  /** How long the database is away. */
  readonly databaseAwayMs: number;
}

export interface ChaosSize {
  readonly orders: number;
  readonly kills: number;
  readonly databaseRestarts: number;
  /** Between two kills, on the average. */
  readonly gapMs: number;
  /** How long a process stands still, at most; the shortest is a quarter of a second. */
  readonly longestStopMs: number;
  /** Whether every stop is of the longest. */
  readonly alwaysLongest?: boolean;
}

const SHORTEST_STOP_MS = 250;
const DATABASE_AWAY_MS = 3_000;
/** Of ten kills. */
const DECK: readonly KillKind[] = [
  ...(['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL'] as const),
  ...(['SIGTERM', 'SIGTERM', 'SIGTERM', 'SIGSTOP', 'SIGSTOP', 'SIGSTOP'] as const),
];

/** The last kills do not stop anybody, so that all is over soon after them. */
export function drawPlan(dice: Dice, size: ChaosSize): ChaosPlan {
  const { orders, kills, databaseRestarts, gapMs, longestStopMs } = size;
  const everyNth = kills / (databaseRestarts + 1);
  const lastStop = kills - Math.ceil(longestStopMs / gapMs);
  const deck: KillKind[] = [];
  const drawn = Array.from({ length: kills }, (_, n) => {
    if (deck.length === 0) deck.push(...DECK);
    const [kind = 'SIGKILL'] = deck.splice(dice.between(0, deck.length - 1), 1);
    return drawKill(dice, size, kind === 'SIGSTOP' && n >= lastStop ? 'SIGKILL' : kind);
  });
  return {
    ...{ seed: dice.seed, orders, databaseAwayMs: DATABASE_AWAY_MS, kills: drawn },
    databaseRestarts: Array.from({ length: databaseRestarts }, (_, n) => Math.round((n + 1) * everyNth)),
  };
}

function drawKill(dice: Dice, { longestStopMs, alwaysLongest, gapMs }: ChaosSize, kind: KillKind): Kill {
  const forMs = alwaysLongest ? longestStopMs : dice.between(SHORTEST_STOP_MS, longestStopMs);
  const [afterMs, whom] = [dice.between(0, 2 * gapMs), dice.between(0, 1_000_000)];
  return { kind, afterMs, whom, forMs: kind === 'SIGSTOP' ? forMs : 0 };
}
