import { OPEN_EDGE } from './duration-grid.js';
import { inOrder, type DurationCell } from './duration-cell.js';

/** Cells that a sketch holds at most: as JSON about 3 KiB. */
export const MAX_CELLS = 256;

/**
 * At most MAX_CELLS cells of the same weight in all: the lightest (the oldest, as cells fade) is laid together with the one
 * most like it, until they fit. Expects sorted cells, gives sorted cells.
 */
export function boundCells(cells: readonly DurationCell[]): readonly DurationCell[] {
  let bounded = cells;
  while (bounded.length > MAX_CELLS) bounded = joinLightest(bounded);
  return bounded;
}

function joinLightest(cells: readonly DurationCell[]): DurationCell[] {
  const lightest = cells.reduce((least, cell) => (cell.weight < least.weight ? cell : least));
  const others = cells.filter((cell) => cell !== lightest);
  const nearest = others.reduce((best, cell) => (distance(cell, lightest) < distance(best, lightest) ? cell : best));
  const joined = join(nearest, lightest);
  const twin = others.find((cell) => cell !== nearest && inOrder(cell, joined) === 0);
  const rest = others.filter((cell) => cell !== nearest && cell !== twin);
  return [...rest, { ...joined, weight: joined.weight + (twin?.weight ?? 0) }].sort(inOrder);
}

/** In bins. An open end is like no other end: to call it a number would claim an end that nobody saw. */
function distance(a: DurationCell, b: DurationCell): number {
  const openness = (a.to === OPEN_EDGE) === (b.to === OPEN_EDGE) ? 0 : 1e6;
  return openness + Math.abs(a.from - b.from) + Math.abs(a.to - b.to);
}

/** Ends at the weighted mean, so that many joins in a row push no end to one side. */
function join(a: DurationCell, b: DurationCell): DurationCell {
  const weight = a.weight + b.weight;
  const mean = (x: number, y: number) => Math.round((x * a.weight + y * b.weight) / weight);
  const from = mean(a.from, b.from);
  const isOpen = a.to === OPEN_EDGE || b.to === OPEN_EDGE;
  return { from, to: isOpen ? OPEN_EDGE : Math.max(from + 1, mean(a.to, b.to)), weight };
}
