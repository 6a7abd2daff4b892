import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { fillWork } from './fill.js';

const NOW = 1_900_000_000_000;
const DUE = 10;
const FEW = 1_000;
const MANY = 100_000;
/** A walk over what is stored would cost a hundredfold; what SQLite's deeper trees and colder pages cost is far below this. */
const AT_MOST = 8;

let folder: TempFolder;
beforeAll(() => void (folder = makeTempFolder()));
afterAll(() => folder.remove());

class Undone extends Error {}

/** One tick of the engine: take what is due, and learn when to wake next; undone, so that the next finds the same. */
async function tick(database: Database, claims: WorkClaims): Promise<void> {
  const undone = database.unit.run(async (tx) => {
    const rows = await claims.takeDue(tx, NOW, 500, []);
    expect(rows).toHaveLength(DUE);
    throw new Undone();
  });
  await expect(undone).rejects.toBeInstanceOf(Undone);
  expect(await claims.nextDueAt()).toBe(NOW - DUE);
}

/** Processor time of a tick in microseconds: the least of several rounds, so that neighbours on the machine do not count. */
async function costOfTick(stored: number): Promise<number> {
  const database = await openSqlite(folder.join(`${stored}.sqlite`));
  const claims = new WorkClaims(database);
  await fillWork(database, { rows: stored, dueAt: `${NOW} + 60000 + i` });
  await fillWork(database, { rows: DUE, dueAt: `${NOW} - ${DUE} + i` }, 'due');
  const rounds: number[] = [];
  for (let round = 0; round < 12; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < 25; i++) await tick(database, claims);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / 25);
  }
  await database.close();
  return Math.min(...rounds);
}

it('the cost of a tick follows what is due, not what is stored', async () => {
  const few = await costOfTick(FEW);
  const many = await costOfTick(MANY);
  const ratio = many / few;
  const told = `${DUE} due of ${FEW} stored: ${few.toFixed(0)} us; of ${MANY}: ${many.toFixed(0)} us; ratio ${ratio.toFixed(2)}`;
  process.stdout.write(`${told}\n`);
  expect(ratio).toBeLessThan(AT_MOST);
});
