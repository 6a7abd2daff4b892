import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeCronSchedules } from '../../src/composition/make-cron-schedules.js';
import { makeLaying } from '../../src/composition/make-laying.js';
import type { Database } from '../../src/storage/database/database.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { embeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { openTestDatabase } from '../support/test-database.js';

const MINUTE = 60_000;
const T = Date.UTC(2030, 0, 7, 10);
const asker = { caller: { role: 'admin', tokenId: 'tok_a', name: 'A', sellerId: null }, requestId: 'req' } as const;

let folder: TempFolder;
let database: Database;
let now: number;
let broken: string[];
let room: ReturnType<typeof makeCronSchedules>;

/** Schedules without a running engine: the test says who opens which tick, by a clock that goes either way. */
beforeEach(async () => {
  folder = makeTempFolder();
  database = await openTestDatabase(folder);
  now = T - 5 * MINUTE;
  const clock = { now: () => now, elapsed: () => now };
  const engine = embeddedEngine({
    ...{ random: () => 0.5, quarantined: () => undefined },
    ...{ database, work: new WorkStore(database), clock, limits: { total: 1, perOrigin: 1 } },
    ...{ attempt: async () => undefined, attemptGroup: async () => undefined, broke: () => undefined },
    jumps: { settle: async () => undefined },
  });
  const box = { seal: (text: string) => text, open: (text: string) => text };
  room = makeCronSchedules({
    ...{ database, clock, engine, laying: makeLaying({ database, box, clock, engine }) },
    audit: { record: async () => undefined },
    broke: (what) => broken.push(what),
  });
  broken = [];
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

async function make(cron: string, more: object = {}): Promise<string> {
  return (await room.service.create(asker, { url: 'https://a.test/', cron, ...more })).schedule_id;
}
const tickOf = async (id: string) => (await new WorkStore(database).find('tick', id)) as WorkRow;
/** As the engine takes it. */
const take = async (id: string) => {
  await database.unit.run((tx) => tx.run('UPDATE work SET claim = 1 WHERE subject = $1', [id]));
  return tickOf(id);
};
const open = async (id: string) => room.handlers[0]!.prepare(await take(id));
const ticks = async (id: string) => {
  const sql = 'SELECT tick_at FROM jobs WHERE schedule_id = $1 ORDER BY tick_at';
  return (await database.read<{ tick_at: number }>(sql, [id])).map((row) => row.tick_at);
};
const laidAt = async (id: string) => (await tickOf(id)).due_at;

describe('never two jobs for one tick', () => {
  it('where twenty open it at once', async () => {
    const id = await make('0 * * * *');
    const tick = await take(id);
    now = T;
    await Promise.all(Array.from({ length: 20 }, () => room.handlers[0]!.prepare(tick)));
    expect([await ticks(id), await laidAt(id), (await tickOf(id)).by_clock]).toEqual([[T], T + 60 * MINUTE, 1]);
  });

  it('where it is laid down again, twenty times', async () => {
    const id = await make('0 * * * *');
    now = T;
    for (let n = 0; n < 20; n++) {
      await open(id);
      await database.unit.run((tx) => tx.run(`UPDATE work SET due_at = $1 WHERE subject = $2`, [T, id]));
    }
    await open(id);
    expect([await ticks(id), await laidAt(id)]).toEqual([[T], T + 60 * MINUTE]);
    expect((await room.service.get(asker.caller, id)).last_run_at).toBe(new Date(T).toISOString());
  });

  it('where its schedule was paused and resumed while it was opened', async () => {
    const id = await make('0 * * * *');
    const tick = await tickOf(id);
    await room.service.pause(asker, id);
    await room.service.resume(asker, id);
    now = T;
    await room.handlers[0]!.prepare(tick);
    expect([await ticks(id), await laidAt(id)]).toEqual([[], T]);
    await open(id);
    expect([await ticks(id), await laidAt(id)]).toEqual([[T], T + 60 * MINUTE]);
  });
});

describe('a tick', () => {
  it('of a schedule that is gone, or paused, is no more', async () => {
    const [gone, paused] = [await make('0 * * * *'), await make('0 * * * *')];
    await database.unit.run(async (tx) => {
      await tx.run('DELETE FROM schedules WHERE schedule_id = $1', [gone]);
      await tx.run('UPDATE schedules SET paused = 1 WHERE schedule_id = $1', [paused]);
    });
    now = T;
    for (const id of [gone, paused]) {
      await open(id);
      expect([await ticks(id), await tickOf(id)]).toEqual([[], null]);
    }
  });

  it('that is up to a second early counts, and the one after it comes next', async () => {
    const id = await make('* * * * *');
    now = T - 4 * MINUTE - 900;
    await open(id);
    expect([await ticks(id), await laidAt(id)]).toEqual([[T - 4 * MINUTE], T - 3 * MINUTE]);
  });

  it('that the clock has left behind since it was taken up makes no job, and comes again in its time', async () => {
    const [id, rare] = [await make('*/10 * * * *'), await make('0 0 1 2 *')];
    now = T - 6 * 60 * MINUTE - MINUTE;
    await open(id);
    await open(rare);
    expect([await ticks(id), await laidAt(id)]).toEqual([[], T - 6 * 60 * MINUTE]);
    expect([await ticks(rare), await laidAt(rare)]).toEqual([[], Date.UTC(2030, 1, 1)]);
  });
});

describe('a schedule whose timezone the runtime does not know', () => {
  it('stands in the way of no other, neither at the start nor after a jump, and is looked at once an hour', async () => {
    const [lost, other] = [await make('0 * * * *'), await make('0 * * * *')];
    await database.unit.run((tx) =>
      tx.run(`UPDATE schedules SET timezone = 'Mars/Olympus' WHERE schedule_id = $1`, [lost]),
    );
    now = T + 5 * MINUTE;
    await room.plan.skipMissed(now);
    await room.plan.replan(now);
    expect([await laidAt(lost), await laidAt(other)]).toEqual([T, T + 60 * MINUTE]);
    await open(lost);
    expect([await ticks(lost), await laidAt(lost)]).toEqual([[], now + 60 * MINUTE]);
    expect(broken).toEqual(Array.from({ length: 3 }, () => expect.stringContaining(lost)));
  });
});

describe('after the clock was set back by six hours', () => {
  it('ticks come at the next run by the new time, and those that have their job make no second one', async () => {
    const [id, rare, paused] = [await make('*/30 * * * *'), await make('0 0 1 2 *'), await make('*/30 * * * *')];
    await room.service.pause(asker, paused);
    now = T;
    await open(id);
    expect(await laidAt(id)).toBe(T + 30 * MINUTE);
    now = T - 6 * 60 * MINUTE + 1;
    await room.plan.replan(now);
    expect([await laidAt(id), await laidAt(rare)]).toEqual([T - 6 * 60 * MINUTE + 30 * MINUTE, Date.UTC(2030, 1, 1)]);
    expect(await tickOf(paused)).toBeNull();
    for (let due = await laidAt(id); due <= T + 30 * MINUTE; due = await laidAt(id)) {
      now = due;
      await open(id);
    }
    const halfHours = Array.from({ length: 13 }, (_, n) => T - (11 - n) * 30 * MINUTE);
    expect(await ticks(id)).toEqual(halfHours);
  });

  it('a tick that has its job was not skipped because that job is still open', async () => {
    const id = await make('*/30 * * * *', { overlap: 'skip' });
    now = T;
    await open(id);
    await database.unit.run((tx) => tx.run('UPDATE work SET due_at = $1 WHERE subject = $2', [T, id]));
    await open(id);
    expect([await ticks(id), (await room.service.get(asker.caller, id)).last_skipped_at]).toEqual([[T], null]);
  });

  it('what is in hand is moved as well, and stays in hand: given back unopened, it comes in its time', async () => {
    const id = await make('*/30 * * * *');
    await database.unit.run((tx) => tx.run('UPDATE work SET claim = 1 WHERE subject = $1', [id]));
    const held = await tickOf(id);
    now = T - 6 * 60 * MINUTE;
    await room.plan.replan(now);
    expect(await tickOf(id)).toMatchObject({ claim: 1, attempt: held.attempt, due_at: now + 30 * MINUTE });
    await room.handlers[0]!.prepare(held);
    expect([await ticks(id), await laidAt(id)]).toEqual([[], now + 30 * MINUTE]);
  });

  it('hundreds of ticks are moved', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 450; n++) ids.push(await make('0 * * * *'));
    now = T - 6 * 60 * MINUTE - 1;
    await room.plan.replan(now);
    const [row] = await database.read<{ n: number }>(`SELECT count(*) AS n FROM work WHERE due_at = $1`, [
      T - 6 * 60 * MINUTE,
    ]);
    expect(row?.n).toBe(450);
  });
});
