import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { moveWithJumps } from '../../src/composition/move-with-jumps.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { GapStore } from '../../src/storage/gap-store.js';
import { NotificationStore } from '../../src/storage/notification-store.js';
import { PARKED, WorkStore } from '../../src/storage/work-store.js';
import { ClockJumps } from '../../src/work/clock-jumps.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { workRow } from './work-row.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NINE = Date.UTC(2030, 0, 7, 9);

let folder: TempFolder;
let database: Database;
let work: WorkStore;
let clock: ManualClock;
let jumps: ClockJumps;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('jumps.sqlite'));
  clock = new ManualClock(NINE + 10 * MINUTE);
  const broke = (error: unknown) => {
    throw error;
  };
  const { unit } = database;
  jumps = new ClockJumps({ clock, unit, gaps: new GapStore(), jumped: () => undefined, broke });
  moveWithJumps(jumps, '*/15 * * * *');
  work = new WorkStore(database, jumps.queue);
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

const lay = (more: Parameters<typeof workRow>[0]) => database.unit.run((tx) => work.add(tx, workRow(more)));
const dueAt = async (subject: string) => (await work.find('check', subject))?.due_at;

it('after a jump back, checks of the sweep wait for the tick that comes after their gap by the new time', async () => {
  await lay({ subject: 'next tick', by_sweep: 1, due_at: NINE + 15 * MINUTE });
  await lay({ subject: 'after an hour', by_sweep: 1, due_at: NINE + 75 * MINUTE });
  await lay({ subject: 'due', by_sweep: 1, due_at: NINE - 300 * MINUTE });
  await lay({ subject: 'parked', by_sweep: 1, due_at: PARKED });
  clock.jump(-4 * HOUR - 7 * MINUTE); // 05:03
  await jumps.settle();
  const FIVE = NINE - 4 * HOUR;
  expect(await dueAt('next tick')).toBe(FIVE + 15 * MINUTE);
  expect(await dueAt('after an hour')).toBe(FIVE + 75 * MINUTE);
  expect(await dueAt('due')).toBe(NINE - 300 * MINUTE);
  expect(await dueAt('parked')).toBe(PARKED);
});

it('a check that was laid down for a tick after the jump back waits for that tick', async () => {
  clock.jump(-6 * HOUR);
  await lay({ subject: 'new', by_sweep: 1, due_at: NINE - 6 * HOUR + 15 * MINUTE });
  await jumps.settle();
  expect(await dueAt('new')).toBe(NINE - 6 * HOUR + 15 * MINUTE);
});

it('a check of the sweep that is held comes back as well: given back, it would else wait for the old tick', async () => {
  await lay({ subject: 'held', by_sweep: 1, due_at: NINE + 15 * MINUTE });
  await database.unit.run((tx) => tx.run('UPDATE work SET claim = 1'));
  clock.jump(-6 * HOUR);
  await jumps.settle();
  expect(await dueAt('held')).toBe(NINE - 6 * HOUR + 15 * MINUTE);
});

it('what is written after a jump and before it is found stays, unless the write was rolled back', async () => {
  for (const subject of ['kept', 'rolled back', 'unparked'])
    await lay({ subject, due_at: subject === 'unparked' ? PARKED : clock.now() + 30_000, lane: subject });
  await database.unit.run((tx) => tx.run(`UPDATE work SET claim = 1 WHERE subject <> 'unparked'`));
  const rows = { kept: await work.find('check', 'kept'), back: await work.find('check', 'rolled back') };
  clock.jump(6 * HOUR);
  await database.unit.run(async (tx) => {
    await work.putOff(tx, rows.kept!, clock.now() + 10_000);
    await work.unpark(tx, 'unparked', clock.now());
  });
  const rolledBack = database.unit.run(async (tx) => {
    await work.putOff(tx, rows.back!, clock.now() + 10_000);
    throw new Error('The disk is full.');
  });
  await expect(rolledBack).rejects.toThrow('The disk is full.');
  await jumps.settle();
  const waits = await Promise.all(
    ['kept', 'rolled back', 'unparked'].map(async (one) => (await dueAt(one))! - clock.now()),
  );
  expect(waits).toEqual([10_000, 30_000, 0]);
});

it('after a jump forward, checks of the sweep stay where they are: their tick has come', async () => {
  await lay({ subject: 'next tick', by_sweep: 1, due_at: NINE + 15 * MINUTE });
  clock.jump(6 * HOUR);
  await jumps.settle();
  expect(await dueAt('next tick')).toBe(NINE + 15 * MINUTE);
});

it('after a jump back, messages that wait for their turn or for another try wait no longer than before', async () => {
  const store = new NotificationStore(database);
  const row = { destination: 'marketplace', stream: 's', type: 't', order_id: null, url: null, body: '{}', tries: 1 };
  const rest = { ...row, created_at: NINE, next_at: clock.now() + 5_000, done_at: null, last_error: null };
  await database.unit.run(async (tx) => {
    await store.add(tx, { ...rest, notification_id: 'ntf_1', state: 'pending' });
    await store.add(tx, { ...rest, notification_id: 'ntf_2', state: 'dead' });
  });
  const before = clock.now();
  clock.jump(-6 * HOUR);
  await jumps.settle();
  expect((await store.find('ntf_1'))?.next_at).toBe(clock.now() + 5_000);
  expect((await store.find('ntf_2'))?.next_at).toBe(before + 5_000);
});

it('a clock that is corrected gently, or that was read while the process stood still, has not jumped', async () => {
  await lay({ subject: 'retry', due_at: NINE });
  for (let i = 0; i < 100; i++) {
    clock.jump(-450);
    await jumps.settle();
  }
  expect(await dueAt('retry')).toBe(NINE);
  const now = clock.now.bind(clock);
  let stops = 2;
  // The process stands still for a second between two readings.
  clock.now = () => {
    if (stops-- > 0) clock.advance(1_000);
    return now();
  };
  await jumps.settle();
  expect(await dueAt('retry')).toBe(NINE);
});

it('everybody who asked is told of the jump, also where one of them fails', async () => {
  const told: number[] = [];
  const failed: unknown[] = [];
  const { unit } = database;
  const parts = { clock, unit, gaps: new GapStore(), jumped: () => undefined };
  const watch = new ClockJumps({ ...parts, broke: (error) => failed.push(error) });
  watch.hear(async () => Promise.reject(new Error('No.')));
  watch.hear((deltaMs) => told.push(deltaMs));
  clock.jump(HOUR);
  await watch.settle();
  await watch.settle();
  expect([told, failed.map(String)]).toEqual([[HOUR], ['Error: No.']]);
});
