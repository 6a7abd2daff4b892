import type { Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';

/** A database with two tables that units of work may do anything to. */
export interface Units {
  readonly folder: TempFolder;
  readonly database: Database;
  /** The rows of the table `moves`, as committed. */
  moves(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openUnits(): Promise<Units> {
  const folder = makeTempFolder();
  const database = await openTestDatabase(folder);
  await database.writer.query('CREATE TABLE accounts (name text PRIMARY KEY, amount integer NOT NULL)');
  await database.writer.query('CREATE TABLE moves (move_id text PRIMARY KEY, writer integer NOT NULL)');
  return {
    ...{ folder, database },
    moves: async () => {
      const rows = await database.read<{ move_id: string }>('SELECT move_id FROM moves ORDER BY move_id');
      return rows.map((row) => row.move_id);
    },
    close: async () => {
      await database.close();
      folder.remove();
    },
  };
}

export const insert = (tx: Tx, id: string, writer = 0) => tx.run('INSERT INTO moves VALUES ($1, $2)', [id, writer]);
