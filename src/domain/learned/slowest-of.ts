import { OPEN_EDGE, EDGES_S } from './duration-grid.js';
import { ageTo, type DurationSketch } from './duration-sketch.js';

/**
 * How many seconds at most so much of a tool's past orders took (0.97: 97 of 100), of those whose end was seen; null where that
 * rests on fewer than `least`. What is known only within bounds counts as its upper one, so that nothing is called slow by a guess.
 */
export function slowestOf(sketch: DurationSketch, share: number, least: number, nowMs: number): number | null {
  const { cells, samples } = ageTo(sketch, nowMs);
  const whole = cells.reduce((sum, cell) => sum + cell.weight, 0);
  const ended = cells.filter(({ to }) => to !== OPEN_EDGE).sort((a, b) => a.to - b.to);
  const weight = ended.reduce((sum, cell) => sum + cell.weight, 0);
  if (weight === 0 || Math.round((samples * weight) / whole) < least) return null;
  let below = 0;
  for (const { to, weight: one } of ended) {
    below += one;
    // A hair of room, for sums of fractions.
    if (below >= share * weight - 1e-9) return EDGES_S[to] ?? null;
  }
  return null;
}
