import { promisedGap, type Cost, type GapBounds } from './tail-instants.js';

/** What a plan is made from. The arrays go by candidate: instant 0 is the forward's answer, the last is where the tail begins. */
export interface InstantProblem {
  /** Ascending, in seconds. */
  readonly instants: Float64Array;
  /** Share of orders done by each instant, and the integral of t dF up to it. */
  readonly done: Float64Array;
  readonly partialMeans: Float64Array;
  readonly bounds: GapBounds;
  /** The checks after the last candidate. */
  readonly tail: Cost;
}

/** The best checks after one at each candidate, at one price of a check. */
export interface InstantSolution {
  /** Seconds of waiting that one check is worth. */
  readonly price: number;
  /** Waiting + price × checks from each candidate on, per order of all (not of those still at work). */
  readonly values: Float64Array;
  /** The candidate to check next; the last one's is itself: the tail follows. */
  readonly next: Int32Array;
  /** From the forward's answer to the end, the tail included. */
  readonly cost: Cost;
}

/**
 * Dynamic programming backwards over the candidates: from each the next check that makes waiting + price × checks least.
 * Checks further on are made only by orders not found before, so a gap costs price × (share still at work at its begin) + the
 * wait of those that end within it. Shares of all orders throughout: what is best "given not done yet" is then the rest of the
 * same plan. O(candidates²).
 */
export function solveInstants(problem: InstantProblem, price: number): InstantSolution {
  const last = problem.instants.length - 1;
  const values = new Float64Array(last + 1);
  const next = new Int32Array(last + 1).fill(last);
  values[last] = problem.tail.waitS + price * problem.tail.checks;
  for (let from = last - 1; from >= 0; from--) {
    const start = at(problem.instants, from);
    const spot = { s: start, done: at(problem.done, from), partialMean: at(problem.partialMeans, from) };
    const best = bestNext(problem, values, price, spot, from + 1);
    values[from] = best.value;
    next[from] = best.next;
  }
  return { price, values, next, cost: costOf(problem, next) };
}

/** A moment of an order's life at which it is known to be at work still. */
export interface Spot {
  readonly s: number;
  readonly done: number;
  readonly partialMean: number;
}

/** The best candidate to check after `spot`, from index `first` on; the last candidate where none may be. */
export function bestNext(
  problem: InstantProblem,
  values: Float64Array,
  price: number,
  spot: Spot,
  first: number,
): { next: number; value: number } {
  const { instants, done, partialMeans, bounds } = problem;
  const last = instants.length - 1;
  const latest = latestAfter(problem, spot.s);
  const asked = price * (1 - spot.done);
  let [next, least] = [last, Infinity];
  for (let to = first; to <= last; to++) {
    const end = at(instants, to);
    if (end - spot.s < bounds.minGapS && to < last) continue;
    // Past the bound only where no candidate lies within it: the gap is then cut into equal ones that keep it.
    if (end > latest && least < Infinity) break;
    const cuts = end > latest ? Math.ceil((end - spot.s) / (latest - spot.s)) : 1;
    const wait = end * (at(done, to) - spot.done) - (at(partialMeans, to) - spot.partialMean);
    const value = cuts * asked + wait / cuts + at(values, to);
    if (value < least) {
      least = value;
      next = to;
    }
  }
  return { next, value: least };
}

/** The latest instant for a check after one at `elapsedS`, before the tail: a slower seller may end wherever that is. */
export function latestAfter(problem: InstantProblem, elapsedS: number): number {
  return elapsedS + promisedGap(problem.bounds);
}

function costOf(problem: InstantProblem, next: Int32Array): Cost {
  const { instants, done, partialMeans, tail } = problem;
  let { checks, waitS } = tail;
  for (let from = 0; from < instants.length - 1;) {
    const to = next[from] ?? instants.length - 1;
    const [start, end] = [at(instants, from), at(instants, to)];
    const latest = latestAfter(problem, start);
    const cuts = end > latest ? Math.ceil((end - start) / (latest - start)) : 1;
    checks += cuts * (1 - at(done, from));
    waitS += (end * (at(done, to) - at(done, from)) - (at(partialMeans, to) - at(partialMeans, from))) / cuts;
    from = to;
  }
  return { checks, waitS };
}

/** Typed arrays know no holes; the compiler cannot know that an index is inside. */
function at(array: Float64Array, index: number): number {
  return array[index] as number;
}
