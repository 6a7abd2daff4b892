import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureShape, type Row } from './plans-measure.js';
import { SHAPES, type Shape } from './plans-shapes.js';
import { drawChart, type Axis, type Series } from './plots-svg.js';

/** Draws docs/plots/*.svg: checks per order against mean waiting, one chart a shape. Run in the project's folder. */
const FOLDER = join('docs', 'plots');
const BUDGETS = [1.5, 2, 3, 5, 8];
const ORDERS = 1_500; // enough for a picture

mkdirSync(FOLDER, { recursive: true });
for (const shape of SHAPES) {
  const file = join(FOLDER, `${shape.name.replaceAll(' ', '-')}.svg`);
  writeFileSync(file, draw(shape));
  console.log(file);
}

function draw(shape: Shape): string {
  const small = shape.tools > 1 ? { ...shape, tools: 12 } : { ...shape, orders: Math.min(shape.orders, ORDERS) };
  const rows = measureShape(small, 4, BUDGETS);
  const of = (name: string, prefix: string, colour: string, isLine = false): Series => ({
    ...{ name, colour, isLine },
    points: rows
      .filter(({ plan }) => plan.trim().startsWith(prefix))
      .map(({ checks, meanWaitS }) => ({ x: checks, y: meanWaitS })),
  });
  const series = [
    of('sweep, 15 min', 'sweep', '#888'),
    of('fixed, 2 min', 'fixed', '#c60'),
    of('exponential', 'exponential', '#a0a'),
    of('optimum (knows all)', 'optimum', '#090', true),
    of('learned', 'learned', '#06c', true),
  ];
  return drawChart(shape.name, checksAxis(rows), waitAxis(rows), series);
}

function checksAxis(rows: readonly Row[]): Axis {
  const marks = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500];
  const ticks = within(
    marks,
    rows.map(({ checks }) => checks),
  ).map((at) => ({ at, label: String(at) }));
  return { title: 'checks per order', ticks };
}

function waitAxis(rows: readonly Row[]): Axis {
  const [minute, hour] = [60, 3_600];
  const marks = [
    0.5,
    1,
    2,
    5,
    10,
    30,
    minute,
    2 * minute,
    5 * minute,
    15 * minute,
    hour,
    3 * hour,
    10 * hour,
    30 * hour,
  ];
  const ticks = within(
    marks,
    rows.map(({ meanWaitS }) => meanWaitS),
  ).map((at) => ({ at, label: duration(at) }));
  return { title: 'mean wait', ticks };
}

/** The marks from the last below all values to the first above them. */
function within(marks: readonly number[], values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const from = marks.findLastIndex((mark) => mark <= least);
  const to = marks.findIndex((mark) => mark >= most);
  return marks.slice(Math.max(0, from), to === -1 ? undefined : to + 1);
}

function duration(s: number): string {
  if (s < 60) return `${s} s`;
  return s < 3_600 ? `${s / 60} min` : `${s / 3_600} h`;
}
