import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

const FULL = 2;

let folder: TempFolder;
let database: Database;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('pragmas.sqlite'));
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

/** A pragma as the reader and the writer have it. */
async function pragma(name: string): Promise<{ reader: unknown; writer: unknown }> {
  const one = (rows: Record<string, unknown>[]) => Object.values(rows[0] ?? {})[0];
  return {
    reader: one(await database.read(`PRAGMA ${name}`)),
    writer: one(await database.writer.query(`PRAGMA ${name}`)),
  };
}

const write = (name: string) =>
  database.unit.run((tx) => tx.run('INSERT INTO seals (name, sealed) VALUES ($1, $2)', [name, 'x']));

describe('every connection', () => {
  it('flushes each commit to the disk, and still does after the first writes', async () => {
    expect(await pragma('synchronous')).toEqual({ reader: FULL, writer: FULL });
    await write('first');
    await database.read('SELECT * FROM seals');
    expect(await pragma('synchronous')).toEqual({ reader: FULL, writer: FULL });
    await write('second');
    expect(await pragma('synchronous')).toEqual({ reader: FULL, writer: FULL });
  });

  it('keeps a write-ahead log', async () => {
    expect(await pragma('journal_mode')).toEqual({ reader: 'wal', writer: 'wal' });
  });

  it('has the same after a second opening', async () => {
    await write('first');
    await database.close();
    database = await openSqlite(folder.join('pragmas.sqlite'));
    await write('second');
    expect(await pragma('synchronous')).toEqual({ reader: FULL, writer: FULL });
    expect(await pragma('journal_mode')).toEqual({ reader: 'wal', writer: 'wal' });
  });
});

describe('the reading connection', () => {
  it('cannot write', async () => {
    const writes = [
      `INSERT INTO seals (name, sealed) VALUES ('a', 'x')`,
      `UPDATE seals SET sealed = 'y'`,
      'DELETE FROM seals',
      'CREATE TABLE stray (id text)',
      'DROP TABLE seals',
    ];
    await write('kept');
    for (const sql of writes) await expect(database.read(sql)).rejects.toThrow(/readonly database/);
    expect(await database.read('SELECT name, sealed FROM seals')).toEqual([{ name: 'kept', sealed: 'x' }]);
  });
});
