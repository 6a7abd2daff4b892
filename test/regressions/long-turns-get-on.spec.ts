import { afterEach, expect, it } from '@jest/globals';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { openTestDatabase } from '../support/test-database.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import type { Database } from '../../src/storage/database/database.js';

/**
 * Work that was with six processes as they ended is put under quarantine: it may be what ends them. A retry of hundreds of orders
 * does fifty in a turn, each written down by itself, and its tries began anew with its next turn only: on a slow machine five kills
 * fell into turns that had all got on, and the rest of the orders was never retried.
 */
let folder: TempFolder;
let database: Database;
afterEach(async () => {
  await database.close();
  folder.remove();
});

const DEATHS = 12;

async function deaths(getsOn: boolean): Promise<number> {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
  const [work, claims] = [new WorkStore(database), new WorkClaims(database)];
  const laid = {
    ...{ kind: 'bulk', subject: 'blk_1', lane: 'bulk', lane_limit: 1, origin: '', run: 1, due_at: 1, by_sweep: 0 },
    state: '{}',
  } as const;
  await database.unit.run((tx) => work.add(tx, laid));
  for (let death = 1; death <= DEATHS; death++) {
    const [row] = await database.unit.run((tx) => claims.takeDue(tx, 2, 10, []));
    if (row?.claim !== 1) return death;
    await database.unit.run((tx) => claims.begin(tx, [row]));
    if (getsOn) expect(await database.unit.run((tx) => work.gotOn(tx, row))).toBe(true);
    await database.unit.run((tx) => claims.clear(tx));
  }
  return Infinity;
}

it('takes up work again that got on before each death, however many there are', async () => {
  expect(await deaths(true)).toBe(Infinity);
});

it('takes up work no more that never got on', async () => {
  expect(await deaths(false)).toBeLessThan(8);
});
