import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countUnits } from '../../src/composition/counted.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

let folder: TempFolder;
let opened: Database;
beforeAll(async () => {
  folder = makeTempFolder();
  opened = await openSqlite(folder.join('counted.sqlite'));
});
afterAll(async () => {
  await opened.close();
  folder.remove();
});

function counting(inner: Database): { database: Database; ends: string[] } {
  const ends: string[] = [];
  const database = countUnits(inner, { unitEnded: (end, retries) => void ends.push(`${end} ${retries}`) });
  return { database, ends };
}

describe('counted transactions', () => {
  it('are told by their end, and a unit within a unit is a part of it', async () => {
    const { database, ends } = counting(opened);
    const { unit } = database;
    await unit.run(async (tx) => {
      await tx.query('SELECT 1');
      await unit.run((inner) => inner.query('SELECT 2'));
    });
    const failed = unit.run(() => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(ends).toEqual(['committed 0', 'rolled_back 0']);
    expect(await database.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('tell how often they were begun again', async () => {
    const tx = (): Tx => ({
      query: async () => [],
      run: async () => 0,
      keep: async () => [],
      beforeCommit: () => undefined,
      afterCommit: () => undefined,
    });
    const unit = {
      run: async <T>(act: (tx: Tx) => Promise<T>): Promise<T> => {
        await act(tx());
        await act(tx());
        return act(tx());
      },
    };
    const { database, ends } = counting({ ...opened, unit });
    expect(await database.unit.run(async () => 7)).toBe(7);
    expect(ends).toEqual(['committed 2']);
  });
});
