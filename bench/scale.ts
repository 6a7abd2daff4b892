import { parseArgs } from 'node:util';
import { simulateDay, type ScaleFigures } from './scale-simulation.js';
import { scalePlans } from './scale-world.js';

/**
 * Ten million open orders, on a virtual clock: every check of a day, by the rules that ask sellers (docs/scale.md). `--orders` for less, `--plan` for one plan.
 * The sweep and `learned` take some minutes each.
 * Nothing is called and nothing stored: what it shows is how much there is to do, and when.
 */
const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000000' }, plan: { type: 'string' } },
});
const orders = Number(values.orders);
/** Checks a second that an installation may be able to make. */
const rates = [1_000, 15_000];
const n = (value: number) => Math.round(value).toLocaleString('en-US');

console.log(
  `${n(orders)} orders placed evenly over a day; each takes a day on average, so ${n(orders)} are open at any time.\n`,
);
const busy = rates.map((rate) => `gone at ${n(rate)}/s`);
console.log(
  line(['plan', 'checks a day', 'mean a second', 'fullest second', ...busy, 'an order', 'mean wait', 'to plan one']),
);
for (const plan of scalePlans().filter(({ name }) => name === (values.plan ?? name)))
  console.log(line(cellsOf(simulateDay(plan, orders))));
console.log(`\nMemory of this process at its most: ${n(process.resourceUsage().maxRSS / 1_024)} MiB.`);

function cellsOf(figures: ScaleFigures): string[] {
  const { name, checks, meanRate, peak, checksPerOrder, meanWaitS, plannedPerS } = figures;
  const gone = rates.map((rate) => (meanRate > rate ? 'never' : `after ${n(peak / rate)} s`));
  const each = [checksPerOrder.toFixed(1), `${n(meanWaitS)} s`, `${(1e6 / plannedPerS).toFixed(1)} µs`];
  return [name, n(checks), n(meanRate), n(peak), ...gone, ...each];
}

function line(cells: readonly string[]): string {
  return cells.map((cell, i) => (i === 0 ? cell.padEnd(10) : cell.padStart(16))).join('');
}
