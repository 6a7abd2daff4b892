import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqlite, rawConnection, type Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { insert } from './units.js';

/** What only SQLite does, where units share one connection, and groups of them one commit. */
let folder: TempFolder;
let database: Database;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('units.sqlite'));
  rawConnection(database.writer).exec('CREATE TABLE moves (move_id text PRIMARY KEY, writer integer NOT NULL)');
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

async function moves(): Promise<string[]> {
  const rows = await database.read<{ move_id: string }>('SELECT move_id FROM moves ORDER BY move_id');
  return rows.map((row) => row.move_id);
}

describe('after the commit', () => {
  it('is not called where the commit itself fails', async () => {
    const raw = rawConnection(database.writer);
    raw.exec('CREATE TABLE parents (id integer PRIMARY KEY)');
    raw.exec('CREATE TABLE children (id integer REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)');
    const called: string[] = [];
    const unit = (name: string, sql: string) =>
      database.unit.run(async (tx) => {
        tx.afterCommit(() => called.push(name));
        await tx.run(sql);
      });
    const results = await Promise.allSettled([
      unit('orphan', 'INSERT INTO children VALUES (1)'),
      unit('innocent', `INSERT INTO moves VALUES ('x', 0)`),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
    expect([called, await moves()]).toEqual([[], []]);
    await database.unit.run((tx) => insert(tx, 'next'));
    expect(await moves()).toEqual(['next']);
  });
});

describe('an error that ends SQLite’s whole transaction', () => {
  const fatal = (tx: Tx) => tx.run(`INSERT OR ROLLBACK INTO moves VALUES ('taken', 1)`);

  beforeEach(() => database.unit.run((tx) => insert(tx, 'taken')));

  it('rejects the whole group, each unit with words of its own, and the queue goes on', async () => {
    const called: string[] = [];
    const before = database.unit.run(async (tx) => {
      tx.afterCommit(() => called.push('before'));
      await insert(tx, 'before');
    });
    const culprit = database.unit.run(fatal);
    const behind = database.unit.run((tx) => insert(tx, 'behind'));
    const [first, second, third] = await Promise.allSettled([before, culprit, behind]);
    expect(first).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/^An error in another unit/) },
    });
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/UNIQUE constraint/) },
    });
    expect(third).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/^An error in another unit/) },
    });
    await database.unit.run((tx) => insert(tx, 'next'));
    expect([await moves(), called]).toEqual([['next', 'taken'], []]);
  });

  it('does not hand a unit’s own words to its neighbours', async () => {
    const culprit = database.unit.run(async (tx) => {
      await fatal(tx).catch(() => undefined);
      throw new Error('order o_1 was not found');
    });
    const neighbour = database.unit.run((tx) => insert(tx, 'neighbour'));
    await expect(culprit).rejects.toThrow('order o_1 was not found');
    await expect(neighbour).rejects.toThrow(/^An error in another unit/);
  });

  it('keeps nothing of a unit that swallows it and writes on', async () => {
    const culprit = database.unit.run(async (tx) => {
      await fatal(tx).catch(() => undefined);
      await insert(tx, 'ghost').catch(() => undefined);
    });
    await expect(culprit).rejects.toThrow();
    expect(await moves()).toEqual(['taken']);
  });
});

describe('a database that somebody else has locked', () => {
  it('rejects who was waiting, and nobody after', async () => {
    const raw = rawConnection(database.writer);
    raw.pragma('busy_timeout = 10');
    const { default: Sqlite } = await import('better-sqlite3');
    const other = new Sqlite(folder.join('units.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await expect(database.unit.run((tx) => insert(tx, 'locked out'))).rejects.toThrow(/locked/);
    other.exec('ROLLBACK');
    other.close();
    await database.unit.run((tx) => insert(tx, 'next'));
    expect(await moves()).toEqual(['next']);
  });
});
