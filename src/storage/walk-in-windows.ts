import { setImmediate } from 'node:timers/promises';

/** A walk along an index, newest first, that passes rows which do not fit. */
export interface Walk<Row, Place> {
  /** The place of the last of `size` rows below a place, fitting or not; null where there are fewer. */
  readonly windowEnd: (below: Place, size: number) => Promise<Place | null>;
  /** Up to `limit` rows that fit, below a place and not below `end`; null is the end of the list. */
  readonly rows: (below: Place, end: Place | null, limit: number) => Promise<Row[]>;
  readonly placeOf: (row: Row) => Place;
}

/** A page of a list. */
export interface Found<Row, Place> {
  readonly rows: Row[];
  /** Where the next page begins; null after the last. */
  readonly next: Place | null;
}

/** Rows passed between two turns of the event loop, where comparing one is cheap. */
const WINDOW = 2_000;
/** Rows passed for one page: it may be short where few of many fit. */
const MOST_PASSED = 50_000;

/**
 * Window by window, so that nobody waits for a list in which little fits: SQLite's reads hold up the whole process. `size`: of one
 * window, in rows.
 */
export async function walkInWindows<Row, Place>(
  walk: Walk<Row, Place>,
  from: Place,
  limit: number,
  size = WINDOW,
): Promise<Found<Row, Place>> {
  const found: Row[] = [];
  let below = from;
  for (let passed = 0; passed < MOST_PASSED; passed += size) {
    const end = await walk.windowEnd(below, size);
    found.push(...(await walk.rows(below, end, limit + 1 - found.length)));
    if (found.length > limit || end === null) return cut(found, limit, walk.placeOf);
    below = end;
    await setImmediate();
  }
  return { rows: found, next: below };
}

/** `rows` has one more than fits where there is a next page. */
export function cut<Row, Place>(rows: Row[], limit: number, placeOf: (row: Row) => Place): Found<Row, Place> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last === undefined ? null : placeOf(last) };
}
