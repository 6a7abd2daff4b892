import { boundCells } from './bound-cells.js';
import { LAST_EDGE, OPEN_EDGE, binOf, nearestEdge } from './duration-grid.js';
import { inOrder, type DurationCell } from './duration-cell.js';

/**
 * What is known of one past duration, in seconds from the forward's answer. `exact`: a callback, the reply or `completed_at`
 * said so. `between`: a check at `afterS` still heard "processing" (0 where none did), one at `atMostS` found it done.
 * `over`: it was given up (expired, failed) while still at work after `afterS`.
 */
export type SeenDuration =
  | { readonly kind: 'exact'; readonly s: number }
  | { readonly kind: 'between'; readonly afterS: number; readonly atMostS: number }
  | { readonly kind: 'over'; readonly afterS: number };

/** Past durations of one tool (or class), aged to `atMs`. Cells are sorted by `from`, then `to`, each pair once. */
export interface DurationSketch {
  /** Epoch milliseconds that the weights are aged to. */
  readonly atMs: number;
  /** How many durations were seen; fades with time, not with later durations. */
  readonly samples: number;
  readonly cells: readonly DurationCell[];
}

export const EMPTY_SKETCH: DurationSketch = { atMs: 0, samples: 0, cells: [] };

/** After so many later durations one counts half: about 245 weigh in at any time. */
export const HALF_LIFE_SAMPLES = 170;
/** And after so long, however few came: a tool of one order a day keeps some 85 in mind. */
export const HALF_LIFE_MS = 60 * 24 * 3_600_000;

const FADE = 2 ** (-1 / HALF_LIFE_SAMPLES);
const FORGOTTEN = 0.004;

/** The sketch with one more duration. Times that are no numbers, or an interval that is none, leave it as it is. */
export function record(sketch: DurationSketch, seen: SeenDuration, nowMs: number): DurationSketch {
  const span = toSpan(seen);
  if (span === null) return sketch;
  const aged = ageTo(sketch, nowMs);
  const kept = aged.cells
    .map((cell) => ({ ...cell, weight: cell.weight * FADE }))
    .filter(({ weight }) => weight >= FORGOTTEN);
  const cells = boundCells(mergeCells(kept, [{ ...span, weight: 1 }]));
  return { atMs: aged.atMs, samples: aged.samples + 1, cells };
}

/** The sketch of durations seen at one instant, oldest first: as by `record` one by one, and much quicker for hundreds. */
export function sketchOf(all: readonly SeenDuration[], atMs: number): DurationSketch {
  const spans = all.flatMap((seen) => toSpan(seen) ?? []);
  const weighed = spans.map((span, i) => ({ ...span, weight: FADE ** (spans.length - 1 - i) }));
  const cells = boundCells(
    mergeCells(
      [],
      weighed.filter(({ weight }) => weight >= FORGOTTEN),
    ),
  );
  return { atMs, samples: spans.length, cells };
}

/** Both sketches' durations, aged to the later of the two. Commutative, and associative up to rounding while the cells fit. */
export function merge(a: DurationSketch, b: DurationSketch): DurationSketch {
  const atMs = Math.max(a.atMs, b.atMs);
  const [left, right] = [ageTo(a, atMs), ageTo(b, atMs)];
  const cells = boundCells(mergeCells(left.cells, right.cells));
  return { atMs, samples: left.samples + right.samples, cells };
}

/** The sketch as it weighs at an instant; one before its own changes nothing. */
export function ageTo(sketch: DurationSketch, atMs: number): DurationSketch {
  if (!(atMs > sketch.atMs)) return sketch;
  if (sketch.cells.length === 0) return { ...sketch, atMs };
  const factor = 2 ** (-(atMs - sketch.atMs) / HALF_LIFE_MS);
  const cells = sketch.cells.map((cell) => ({ ...cell, weight: cell.weight * factor }));
  return { atMs, samples: sketch.samples * factor, cells };
}

/** Durations that the sketch stands for, as a whole number: what is shown as `sample`. */
export function sampleSize(sketch: DurationSketch): number {
  return Math.round(sketch.samples);
}

function toSpan(seen: SeenDuration): { from: number; to: number } | null {
  switch (seen.kind) {
    case 'exact': {
      if (!(seen.s >= 0) || seen.s === Infinity) return null;
      const bin = binOf(seen.s);
      return { from: bin, to: bin + 1 };
    }
    case 'between': {
      if (!(seen.afterS >= 0) || !(seen.atMostS > seen.afterS) || seen.atMostS === Infinity) return null;
      const from = Math.min(nearestEdge(seen.afterS), LAST_EDGE - 1);
      return { from, to: Math.max(from + 1, nearestEdge(seen.atMostS)) };
    }
    case 'over':
      return seen.afterS >= 0 ? { from: nearestEdge(seen.afterS), to: OPEN_EDGE } : null;
  }
}

/** Both lists, sorted, equal spans added up. */
function mergeCells(a: readonly DurationCell[], b: readonly DurationCell[]): DurationCell[] {
  const merged: DurationCell[] = [];
  for (const cell of [...a, ...b].sort(inOrder)) {
    const last = merged.at(-1);
    if (last === undefined || inOrder(last, cell) !== 0) merged.push(cell);
    else merged[merged.length - 1] = { ...last, weight: last.weight + cell.weight };
  }
  return merged;
}
