import type { WorkRow } from '../storage/entities/work.js';

/** Put into the state of work whose call may last for a minute by design: it runs in a pool of its own. */
export interface LongMark {
  readonly long?: boolean | undefined;
  /** The instant (epoch milliseconds) from which on it is long no more, and stands in line with the usual calls. */
  readonly longUntil?: number | undefined;
}

/** The mark of work that is long until this instant. */
export function longUntil(at: number): LongMark {
  return { long: true, longUntil: at };
}

/** Takes the mark off. */
export const NOT_LONG: LongMark = { long: undefined, longUntil: undefined };

/** As JSON writes the marks. No text in a state can look like them: there the quotation marks are escaped. */
const MARK = '"long":true';
const UNTIL = /"longUntil":(\d+)/;

/** Whether a piece of work runs in the pool of long calls. */
export function isLong({ kind, state }: Pick<WorkRow, 'kind' | 'state'>): boolean {
  return kind === 'check' && state.includes(MARK);
}

/** Until when a piece of work is long, as its mark has it. */
export function endOfLong({ state }: Pick<WorkRow, 'state'>): number {
  return Number(UNTIL.exec(state)?.[1] ?? Infinity);
}

/** The same piece of work as one of the usual calls. */
export function madeUsual(work: WorkRow): WorkRow {
  return { ...work, state: JSON.stringify({ ...(JSON.parse(work.state) as object), ...NOT_LONG }) };
}
