import type { Database } from '../storage/database/database.js';
import type { SqlValue } from '../storage/database/unit-of-work.js';
import { keepOneProof } from '../storage/prove-key.js';
import { SealError, type SealedBox } from '../storage/sealed-box.js';
import { SEALED_COLUMNS, type SealedColumn } from '../storage/sealed-columns.js';

export interface RotateParts {
  readonly database: Database;
  /** Seals with the new key, opens with both. */
  readonly box: SealedBox;
  /** Rows of one transaction at most, since every other writer waits for it. */
  readonly atOnce?: number;
  /** Rows that one statement passes at most; by default ten transactions of a column. */
  readonly window?: number;
  /** How long to wait for rows that a server has in hand. */
  readonly waitMs: number;
  readonly pause: (ms: number) => Promise<void>;
  /** Milliseconds since some instant. */
  readonly elapsed: () => number;
  /** Told after each transaction: where it was, and how many rows of that were sealed anew so far. */
  readonly told?: (place: string, resealed: number) => void;
}

/** What came of one column. */
export interface ColumnReport {
  readonly table: string;
  readonly column: string;
  readonly resealed: number;
  /** Sealed with the previous key still, since a server had them in hand all the while. */
  readonly left: number;
  /** Opened by neither key: left as they are. */
  readonly unreadable: number;
}

/** Between two looks at what a server has in hand. */
const LOOK_AGAIN_MS = 500;
/** `v1.`, the key's id, and a dot. */
const BEGINNING = 12;
/** Where little is old any more, a statement without an end would pass a whole table: servers, and time limits, wait for none. */
const WINDOW = 10;
/** SQLite waits five seconds for another writer by itself. */
const MOST_TRIES = 24;

type Row = Readonly<Record<string, string>>;
interface Counts {
  resealed: number;
  left: number;
  unreadable: number;
}
interface Change {
  readonly key: string;
  readonly old: string;
  readonly fresh: string;
}

/**
 * Seals everything anew with the current key, beside servers that open both. Each value is replaced only where it is still the one
 * that was read, so that what a server writes meanwhile stands. It may be ended at any instant and run again: what was sealed anew
 * stays so, everything opens with both keys all the while, and the proof of the old key goes last.
 */
export async function rotateKeys(parts: RotateParts): Promise<ColumnReport[]> {
  const all = SEALED_COLUMNS.map((column) => ({ column, counts: { resealed: 0, left: 0, unreadable: 0 } }));
  const until = parts.elapsed() + parts.waitMs;
  for (;;) {
    let found = 0;
    for (const { column, counts } of all) found += await walk(parts, column, counts);
    // Every walk ends with a whole one that finds nothing: the check that nothing is sealed with the old key any more.
    if (found === 0) break;
    if (all.some(({ counts }) => counts.left > 0)) {
      if (parts.elapsed() >= until) break;
      await parts.pause(LOOK_AGAIN_MS);
    }
  }
  if (all.every(({ counts }) => counts.left === 0)) await keepOneProof(parts.database, parts.box);
  return all.map(({ column: { table, column }, counts }) => ({ table, column, ...counts }));
}

/** Walks a column by its key; answers how many rows it found that the old key had sealed. */
async function walk(parts: RotateParts, column: SealedColumn, counts: Counts): Promise<number> {
  const atOnce = Math.min(column.atOnce, parts.atOnce ?? column.atOnce);
  let found = 0;
  Object.assign(counts, { left: 0, unreadable: 0 });
  for await (const rows of oldRows(parts, column, atOnce)) {
    const changes = rows.flatMap((row) => changeOf(parts.box, column, row, counts));
    const written = changes.length === 0 ? 0 : await write(parts, column, changes);
    counts.resealed += written;
    counts.left += changes.length - written;
    found += changes.length;
    if (changes.length > 0) parts.told?.(`${column.table}.${column.column}`, counts.resealed);
  }
  return found;
}

/** What may be sealed with the old key, in batches by the key of the table, window by window. */
async function* oldRows(parts: RotateParts, column: SealedColumn, atOnce: number): AsyncGenerator<Row[]> {
  const size = parts.window ?? WINDOW * column.atOnce;
  for (let last = ''; ;) {
    const end = await windowEnd(parts, column, last, size);
    for (let rows: Row[]; ; last = rows.at(-1)?.['id'] ?? last) {
      rows = await readOld(parts, column, { last, end, atOnce });
      if (rows.length > 0) yield rows;
      if (rows.length < atOnce) break;
    }
    if (end === null) return;
    last = end;
  }
}

/** The key of the last of `size` rows after a key; null where there are fewer. */
async function windowEnd({ database }: RotateParts, { table, key }: SealedColumn, last: string, size: number) {
  const sql = `SELECT ${key} AS id FROM ${table} WHERE ${key} > $1 ORDER BY ${key} LIMIT 1 OFFSET $2`;
  const [row] = await database.read<{ id: string }>(sql, [last, size - 1]);
  return row?.id ?? null;
}

interface Reach {
  readonly last: string;
  /** Null: to the end of the table. */
  readonly end: string | null;
  readonly atOnce: number;
}

function readOld({ database, box }: RotateParts, of: SealedColumn, { last, end, atOnce }: Reach): Promise<Row[]> {
  const { table, column, key, named, isWhole } = of;
  const params: SqlValue[] = [last, atOnce];
  const parameter = (value: string) => `$${params.push(value)}`;
  const upTo = end === null ? '' : ` AND ${key} <= ${parameter(end)}`;
  const old = isWhole
    ? `${column} <> '' AND substr(${column}, 1, ${BEGINNING}) <> ${parameter(`v1.${box.keyId}.`)}`
    : `replace(${column}, '"v1.', '') <> ${column}`;
  return database.read<Row>(
    `SELECT ${key} AS id, ${named} AS name, ${column} AS text FROM ${table}
     WHERE ${key} > $1${upTo} AND ${old} ORDER BY ${key} LIMIT $2`,
    params,
  );
}

/** None where it is sealed with the current key, and where no key opens it. */
function changeOf(box: SealedBox, column: SealedColumn, row: Row, counts: Counts): Change[] {
  const { id: key = '', name = '', text: old = '' } = row;
  let isOld = false;
  const reseal = (sealed: string, bind: string) => {
    if (box.isCurrent(sealed)) return sealed;
    isOld = true;
    return box.seal(box.open(sealed, bind), bind);
  };
  try {
    const fresh = column.reseal(old, name, reseal);
    return isOld ? [{ key, old, fresh }] : [];
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    counts.unreadable += 1;
    return [];
  }
}

/** Answers how many were still as they had been read, and in nobody's hand. */
async function write(parts: RotateParts, of: SealedColumn, changes: readonly Change[]): Promise<number> {
  const { table, column, key, held } = of;
  const free = held === null ? '' : ` AND NOT (${held})`;
  const sql = `UPDATE ${table} SET ${column} = $3 WHERE ${key} = $1 AND ${column} = $2${free}`;
  return patiently(parts, () =>
    parts.database.unit.run(async (tx) => {
      let written = 0;
      for (const change of changes) written += await tx.run(sql, [change.key, change.old, change.fresh]);
      return written;
    }),
  );
}

async function patiently<T>({ pause }: RotateParts, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY' || tries >= MOST_TRIES) throw error;
      await pause(100);
    }
  }
}
