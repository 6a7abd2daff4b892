import { exponentialAsker, fixedAsker, learnedAsker, sweepAsker, type BenchAsker as Asker } from './plans-askers.js';
import { levelsOf, optimumAsker } from './plans-optimum.js';
import { placeOrders, type PlacedOrder, type Shape } from './plans-shapes.js';
import type { Outcome } from '../src/domain/plan-simulation/asker.js';
import { seededRandom } from '../src/domain/plan-simulation/seeded-random.js';
import { simulate } from '../src/domain/plan-simulation/simulate.js';
import { wiredAskers } from './plans-wired.js';

/** One plan on one shape. */
export interface Row {
  readonly plan: string;
  readonly checks: number;
  readonly meanWaitS: number;
  readonly p95WaitS: number;
  /** Mean wait ÷ that of the optimum at the same number of checks, on the same orders. */
  readonly ratio: number | null;
  /** Orders that took at most the p90 told when they were placed, and told after a check. */
  readonly heldP90: number | null;
  readonly heldLater: number | null;
}

export const BUDGETS = [3, 2];

const OPTIMUM = '  optimum at as many';

/** Every plan on the same orders. Counted are the orders placed once the learned plans had seen enough. */
export function measureShape(shape: Shape, seed = 4, budgets: readonly number[] = BUDGETS): Row[] {
  const tools = Array.from({ length: shape.tools }, (_, tool) => placeOrders(shape, seededRandom(seed * 1_000 + tool)));
  const random = seededRandom(seed);
  const learned = budgets.map((budget) => ({
    name: `learned, budget ${budget}`,
    outcomes: tools.map((orders) => simulate(orders, learnedAsker(budget, random))),
  }));
  const from = learned.map(({ outcomes }) => warmFrom(outcomes[0] ?? [], shape.warmUp));
  const first = Math.max(...from);
  const plain = [sweepAsker(), fixedAsker(), exponentialAsker(random)];
  const rows = plain.map((asker) =>
    toRow(
      asker.name,
      runAll(
        tools.map((orders) => orders.slice(first)),
        asker,
      ),
    ),
  );
  for (const { name, outcomes } of learned) {
    const row = toRow(
      name,
      outcomes.flatMap((all) => all.slice(first)),
    );
    const best = bestRow(shape, tools, first, row.checks);
    rows.push({ ...row, ratio: row.meanWaitS / best.meanWaitS }, best);
  }
  // Last, and with chances of their own: the rows above stay what they are.
  return [...rows, ...wiredRows(tools, first, seed)];
}

/** The plans as the server itself asks by them. */
function wiredRows(tools: PlacedOrder[][], first: number, seed: number): Row[] {
  return wiredAskers(seededRandom(seed)).map(({ name, make }) => {
    const outcomes = tools.map((orders) => simulate(orders, make()));
    return toRow(
      name,
      outcomes.flatMap((all) => all.slice(first)),
    );
  });
}

/** The optimum on the same orders, its price bisected until it makes as many checks; between two prices, in proportion. */
function bestRow(shape: Shape, tools: PlacedOrder[][], first: number, checks: number): Row {
  const counted = tools.map((orders) => orders.slice(first));
  const levels = levelsOf(shape, counted.flat());
  const rowAt = (logPrice: number) => toRow(OPTIMUM, runAll(counted, optimumAsker(levels, Math.exp(logPrice))));
  let [cheap, dear] = [Math.log(1e-3), Math.log(1e6)];
  let [more, fewer] = [rowAt(cheap), rowAt(dear)];
  for (let halving = 0; halving < 12; halving++) {
    const middle = (cheap + dear) / 2;
    const row = rowAt(middle);
    if (row.checks <= checks) [dear, fewer] = [middle, row];
    else [cheap, more] = [middle, row];
  }
  const part = more.checks > fewer.checks ? (checks - fewer.checks) / (more.checks - fewer.checks) : 0;
  const mix = (a: number, b: number) => a + Math.min(1, Math.max(0, part)) * (b - a);
  return {
    ...fewer,
    checks: mix(fewer.checks, more.checks),
    meanWaitS: mix(fewer.meanWaitS, more.meanWaitS),
    p95WaitS: mix(fewer.p95WaitS, more.p95WaitS),
  };
}

function runAll(tools: PlacedOrder[][], asker: Asker): Outcome[] {
  return tools.flatMap((orders) => simulate(orders, asker));
}

function warmFrom(outcomes: readonly Outcome[], warmUp: number): number {
  return outcomes.findIndex(({ samples }) => samples >= warmUp);
}

function toRow(plan: string, outcomes: readonly Outcome[]): Row {
  const waits = outcomes.map(({ waitS }) => waitS).sort((a, b) => a - b);
  const told = outcomes.filter(({ withinP90 }) => withinP90 !== null);
  const toldLater = sum(outcomes.map(({ later }) => later.told));
  return {
    plan,
    checks: sum(outcomes.map(({ checks }) => checks)) / outcomes.length,
    meanWaitS: sum(waits) / waits.length,
    p95WaitS: waits[Math.floor(0.95 * waits.length)] ?? 0,
    ratio: null,
    heldP90: told.length === 0 ? null : told.filter(({ withinP90 }) => withinP90).length / told.length,
    heldLater: toldLater === 0 ? null : sum(outcomes.map(({ later }) => later.held)) / toldLater,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
