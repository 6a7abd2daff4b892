/** So much weight of durations over edge `from` and up to edge `to` of the grid; `to` = OPEN_EDGE: no upper end is known. */
export interface DurationCell {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** The order of cells in a sketch. */
export function inOrder(a: DurationCell, b: DurationCell): number {
  return a.from - b.from || a.to - b.to;
}
