import { createHash } from 'node:crypto';
import type { Database } from '../storage/database/database.js';
import { CLAIM } from '../storage/entities/work.js';
import { MOVING, readProofs } from '../storage/prove-key.js';
import { TableDigest } from './table-digest.js';
import { pagesOf, tablesOf, type AnyRow, type TableShape } from './table-pages.js';

export interface MoveParts {
  /** SQLite, with no server on it. */
  readonly source: Database;
  /** Postgres, migrated. */
  readonly target: Database;
  /** Told after each transaction. */
  readonly told?: (table: string, rows: number) => void;
}

export interface MovedTable {
  readonly table: string;
  /** Rows that were there already, from a move that was ended before. */
  readonly found: number;
  readonly source: TableDigest;
  readonly target: TableDigest;
  /** Texts in which NUL became U+FFFD. */
  readonly replaced: number;
}

/** A reason not to move, in one line. */
export class MoveProblem extends Error {}

const SEALS = 'seals';
const HANDS: ReadonlySet<unknown> = new Set([CLAIM.held, CLAIM.setAside]);
const NOT_EMPTY = 'The target is not empty: name a database that no server was started on.';

/**
 * Copies all tables in the order of their keys. Ended in the midst, it goes on behind the last row that arrived when it is run again:
 * each transaction is a stretch of rows that follows the one before. Until all of it is there and compared, a row in `seals` keeps
 * servers from starting on the target; the key's proof comes last.
 * @throws {MoveProblem} where source or target are not what they must be.
 */
export async function moveToPostgres(parts: MoveParts): Promise<MovedTable[]> {
  const tables = tablesOf(parts.source).sort((a, b) => (a.table < b.table ? -1 : 1));
  await begin(parts, tables);
  const moved: MovedTable[] = [];
  for (const shape of tables) if (shape.table !== SEALS) moved.push(await moveTable(parts, shape));
  if (moved.every(({ source, target }) => source.equals(target))) await end(parts);
  return moved;
}

/** Marks the target as being filled from this source, where it is empty or was before. */
async function begin({ source, target }: MoveParts, tables: readonly TableShape[]): Promise<void> {
  const proofs = await readProofs(source);
  if (proofs.length === 0 || proofs.some(({ name }) => name === MOVING))
    throw new MoveProblem('The source is no database of a server: there is nothing to move.');
  const mark = createHash('sha256').update(JSON.stringify(proofs)).digest('hex');
  const [found] = (await readProofs(target)).filter(({ name }) => name === MOVING);
  if (found && found.sealed !== mark)
    throw new MoveProblem(
      'The target is half filled from another source, or one whose keys were rotated since: empty it.',
    );
  if (found) return;
  for (const { table } of tables)
    if ((await target.read(`SELECT 1 FROM ${table} LIMIT 1`)).length > 0) throw new MoveProblem(NOT_EMPTY);
  await target.unit.run((tx) => tx.run('INSERT INTO seals (name, sealed) VALUES ($1, $2)', [MOVING, mark]));
}

/** The proofs of the keys in place of the mark: from now on a server may start. */
async function end({ source, target }: MoveParts): Promise<void> {
  const proofs = await readProofs(source);
  await target.unit.run(async (tx) => {
    for (const { name, sealed } of proofs)
      await tx.run('INSERT INTO seals (name, sealed) VALUES ($1, $2)', [name, sealed]);
    await tx.run('DELETE FROM seals WHERE name = $1', [MOVING]);
  });
}

async function moveTable(parts: MoveParts, shape: TableShape): Promise<MovedTable> {
  const { source, target, told } = parts;
  const { found, last } = await arrived(target, shape);
  let rows = found;
  for await (const page of pagesOf(source, shape, last)) {
    await insert(
      target,
      shape,
      page.map((row) => asItArrives(shape, row).row),
    );
    rows += page.length;
    told?.(shape.table, rows);
  }
  const digests = { source: new TableDigest(shape), target: new TableDigest(shape) };
  let replaced = 0;
  for await (const page of pagesOf(source, shape))
    for (const row of page) {
      const arriving = asItArrives(shape, row);
      replaced += arriving.replaced;
      digests.source.add(arriving.row);
    }
  for await (const page of pagesOf(target, shape)) for (const row of page) digests.target.add(row);
  return { table: shape.table, found, ...digests, replaced };
}

/** How much of a table is there, and its last row in the order in which SQLite sorts: by bytes, whatever the target's own order is. */
async function arrived(target: Database, { table, columns, key }: TableShape) {
  const isText = (name: string) => columns.some((column) => column.name === name && column.type === 'text');
  const order = key.map((name) => `${name}${isText(name) ? ' COLLATE "C"' : ''} DESC`).join(', ');
  const [count] = await target.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  const [last] = await target.read<AnyRow>(`SELECT ${key.join(', ')} FROM ${table} ORDER BY ${order} LIMIT 1`);
  return { found: Number(count?.n ?? 0), last: last ?? null };
}

/** All rows by one parameter: the statement is the same for any number of them. */
async function insert(target: Database, { table, columns }: TableShape, rows: readonly AnyRow[]): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ');
  const typed = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset($1::json) AS given (${typed})`;
  await target.unit.run((tx) => tx.run(sql, [JSON.stringify(rows)]));
}

/** Nobody holds work that has moved, and nothing is set aside behind anything; what is under quarantine stays so. Postgres keeps no NUL in a text. */
function asItArrives({ table }: TableShape, row: AnyRow): { readonly row: AnyRow; readonly replaced: number } {
  const arriving: Record<string, string | number | null> = { ...row };
  let replaced = 0;
  for (const [name, value] of Object.entries(row)) {
    if (typeof value !== 'string' || !value.includes('\0')) continue;
    arriving[name] = value.replaceAll('\0', '\uFFFD');
    replaced += 1;
  }
  if (table === 'work' && HANDS.has(row['claim'])) arriving['claim'] = CLAIM.free;
  return { row: arriving, replaced };
}
