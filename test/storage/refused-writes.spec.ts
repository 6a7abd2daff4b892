import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqlite, rawConnection, type Database } from '../../src/storage/database/database.js';
import { GroupCommit } from '../../src/storage/database/group-commit.js';
import { SqliteConnection } from '../../src/storage/database/sqlite-connection.js';
import { StatementError } from '../../src/storage/database/statement-error.js';
import type { Tx, UnitOfWork } from '../../src/storage/database/unit-of-work.js';
import { findStorageTrouble } from '../../src/telemetry/storage-trouble.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

/** A disk that takes no further page: a COMMIT that has something to write is undone and refused, as SQLite does it. */
class FullDisk extends SqliteConnection {
  isFull = false;
  private hasWritten = false;

  override run(sql: string, params?: Parameters<SqliteConnection['run']>[1]): number {
    if (sql.startsWith('BEGIN')) this.hasWritten = false;
    if (/^(INSERT|PRAGMA)/.test(sql)) this.hasWritten = true;
    if (sql !== 'COMMIT' || !this.isFull || !this.hasWritten) return super.run(sql, params);
    super.run('ROLLBACK');
    throw new StatementError(sql, Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }));
  }
}

let folder: TempFolder;
let database: Database;
let disk: FullDisk;
let unit: UnitOfWork;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('full.sqlite'));
  rawConnection(database.writer).exec('CREATE TABLE moves (move_id text PRIMARY KEY)');
  disk = new FullDisk(rawConnection(database.writer));
  unit = new GroupCommit(disk);
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

const insert = (id: string) => unit.run((tx: Tx) => tx.run('INSERT INTO moves VALUES ($1)', [id]));
const look = () => unit.run((tx) => tx.query('SELECT 1'));
const full = { code: 'SQLITE_FULL' };

it('a unit that only reads is refused too while the disk is full, and none is once it is not', async () => {
  disk.isFull = true;
  // Nobody knows yet.
  await look();
  await expect(insert('lost')).rejects.toMatchObject(full);
  await expect(look()).rejects.toMatchObject(full);
  await expect(look()).rejects.toMatchObject(full);
  disk.isFull = false;
  await look();
  await insert('kept');
  expect(await database.read('SELECT * FROM moves')).toEqual([{ move_id: 'kept' }]);
});

it('every unit of a group that was refused hears why, in words that tell the operator', async () => {
  disk.isFull = true;
  const outcomes = await Promise.allSettled([insert('a'), look(), insert('b')]);
  const reasons = outcomes.map((one) => (one.status === 'rejected' ? findStorageTrouble(one.reason) : null));
  expect(reasons).toEqual(Array(3).fill({ trouble: 'full', code: 'SQLITE_FULL' }));
});

it('a database that may not grow is full for all units of the group, whichever of them asked for more', async () => {
  const raw = rawConnection(database.writer);
  raw.pragma('cache_size = 1');
  raw.pragma(`max_page_count = ${raw.pragma('page_count', { simple: true }) as number}`);
  const large = (id: string) =>
    unit.run((tx) => tx.run(`INSERT INTO moves VALUES ($1 || hex(zeroblob(100000)))`, [id]));
  const outcomes = await Promise.allSettled([large('a'), large('b')]);
  for (const one of outcomes)
    expect(one.status === 'rejected' && findStorageTrouble(one.reason)).toEqual({
      trouble: 'full',
      code: 'SQLITE_FULL',
    });
  raw.pragma('max_page_count = 1000000');
  await large('c');
});

it('an error that is no trouble of the disk changes nothing for the next', async () => {
  await insert('a');
  await expect(insert('a')).rejects.toThrow(/UNIQUE/);
  disk.isFull = true;
  await look();
});
