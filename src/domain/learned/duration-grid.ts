/**
 * The fixed grid that durations are kept on, so that sketches of different processes and versions can be merged: edge 0 is
 * 0 s, edge k is 1.01^(k-1) s, the last edge lies just past 30 days, the longest deadline of an order. One per cent, because a
 * tool that always takes 300 s ± 2 % is asked badly on anything coarser.
 */
const STEP = 1.01;
const LOG_STEP = Math.log(STEP);

/** Index of the last edge that is a number of seconds (30.2 days). */
export const LAST_EDGE = 1_486;
/** Stands for "no upper end": the end of what is right-censored. */
export const OPEN_EDGE = LAST_EDGE + 1;
/** Bin k lies between edge k and edge k + 1; the last one is open. */
export const BINS = OPEN_EDGE;
/** Width of a bin on the scale of natural logarithms. */
export const BIN_WIDTH = LOG_STEP;

/** The seconds of every edge. The open one is put at twice the last, where mass that ran out of the grid can do no harm. */
export const EDGES_S: Float64Array = Float64Array.from({ length: BINS + 1 }, (_, edge) => {
  if (edge === 0) return 0;
  return edge === OPEN_EDGE ? 2 * STEP ** (LAST_EDGE - 1) : STEP ** (edge - 1);
});

/** The edge nearest to so many seconds (on the scale of logarithms); times past the grid are its last edge. */
export function nearestEdge(seconds: number): number {
  if (!(seconds > 0.5)) return 0;
  return Math.min(LAST_EDGE, Math.max(1, Math.round(Math.log(seconds) / LOG_STEP) + 1));
}

/** The bin that holds so many seconds: edge k < seconds <= edge k + 1. */
export function binOf(seconds: number): number {
  if (!(seconds > 1)) return 0;
  const bin = Math.min(LAST_EDGE, Math.floor(Math.log(seconds) / LOG_STEP) + 1);
  // The logarithm of an edge may round to either side.
  if (seconds <= edgeS(bin)) return bin - 1;
  return bin < LAST_EDGE && seconds > edgeS(bin + 1) ? bin + 1 : bin;
}

/** Seconds of an edge of the grid. */
export function edgeS(edge: number): number {
  return EDGES_S[edge] ?? NaN;
}
