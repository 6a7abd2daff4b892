import { Dice } from '../crash/dice.js';

/** `both`: the seller calls back and answers checks, whichever is first. */
export const ROADS = ['callback', 'check', 'both', 'reply'] as const;
export type Road = (typeof ROADS)[number];

/**
 * What goes wrong with a call to the seller. `500`, `lost`: the seller has not taken it, and says so or says nothing. The others break
 * the answer to what it did take: the connection is reset before it or in its midst, it never comes, or byte by byte.
 */
export type Fault = '500' | 'lost' | 'reset' | 'half' | 'hang' | 'drip';

/** What is to become of one order, drawn before anything begins. */
export interface ChaosOrder {
  readonly orderId: string;
  readonly road: Road;
  /** What the seller makes of it. */
  readonly ending: 'completed' | 'failed';
  /** One for each job POST; after them all goes well. */
  readonly jobFaults: Fault[];
  readonly checkFaults: Fault[];
  /** Answers "still at work" before the last. */
  checksAtWork: number;
  readonly callBackAfterMs: number;
  /** Says that it is at work before it says that it is done. */
  readonly saysProgress: boolean;
  /** Calls back twice at once, at two doors. */
  readonly doubles: boolean;
  /** Calls back once more so long after it was heard: the same, or the opposite. */
  readonly again: { readonly afterMs: number; readonly says: 'same' | 'opposite' } | null;
}

/** How long a slow seller takes, in milliseconds. */
export interface Slowness {
  readonly callBackMs: number;
  readonly againMs: number;
}

export function drawOrders(seed: number, count: number, slowness: Slowness): ChaosOrder[] {
  return Array.from({ length: count }, (_, n) => drawOrder(new Dice(seed + 7_919 * (n + 1)), n, slowness));
}

function drawOrder(dice: Dice, n: number, { callBackMs, againMs }: Slowness): ChaosOrder {
  const road = ROADS[n % ROADS.length]!;
  const asked = road === 'check' || road === 'both';
  // A job that the seller never took is found lost by its answer to a check.
  const jobFaults: readonly Fault[] = ['500', 'reset', 'half', 'hang', 'drip', ...(asked ? (['lost'] as const) : [])];
  return {
    orderId: drawUuid(dice),
    road,
    ending: dice.oneIn(8) ? 'failed' : 'completed',
    jobFaults: drawFaults(dice, jobFaults, 2),
    checkFaults: drawFaults(dice, ['500', 'reset', 'half', 'hang', 'drip'], 3),
    checksAtWork: dice.between(0, 4),
    callBackAfterMs: dice.oneIn(3) ? 0 : dice.between(0, callBackMs),
    saysProgress: dice.oneIn(3),
    doubles: dice.oneIn(4),
    again: dice.oneIn(4) ? { afterMs: dice.between(0, againMs), says: dice.oneIn(2) ? 'same' : 'opposite' } : null,
  };
}

/** Two of three orders have none. One job is lost at most: what is lost twice has failed. */
function drawFaults(dice: Dice, faults: readonly Fault[], most: number): Fault[] {
  const drawn = dice.oneIn(3)
    ? Array.from({ length: dice.between(1, most) }, () => faults[dice.between(0, faults.length - 1)]!)
    : [];
  return drawn.filter((fault, i) => fault !== 'lost' || i === 0);
}

function drawUuid(dice: Dice): string {
  const digits = Array.from({ length: 32 }, () => dice.between(0, 15).toString(16)).join('');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
