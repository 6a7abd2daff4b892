import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '../../src/storage/database/database.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { embeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import { eventually } from '../support/eventually.js';
import { embedded } from './embedded-adapter.js';
import { EngineWorld, type EngineAdapter } from './engine-world.js';

/** Everything but `setTimeout`: the engine's timer fires only when a test says so, so that nothing but news can wake it. */
const REAL = [
  ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval'] as const),
];

let world: EngineWorld;
/** What a read of the engine's waits for. */
let beforeRead: () => Promise<void> = async () => undefined;

const adapter: EngineAdapter = {
  ...embedded,
  make: async ({ database, clock, limits, attempt, attemptGroup, broke }) => {
    const slow: Database = {
      ...database,
      read: async <Row>(sql: string, params?: Parameters<Database['read']>[1]) => {
        const rows = await database.read<Row>(sql, params);
        await beforeRead();
        return rows;
      },
    };
    const work = new WorkStore(slow);
    const jumps = { settle: async () => undefined };
    const quiet = { random: () => 0.5, quarantined: () => undefined };
    return {
      engine: embeddedEngine({ ...quiet, database: slow, work, clock, jumps, limits, attempt, attemptGroup, broke }),
      work,
    };
  },
};

beforeEach(async () => {
  beforeRead = async () => undefined;
  jest.useFakeTimers({ doNotFake: [...REAL] });
  world = await EngineWorld.open(adapter, { total: 20, perOrigin: 20 });
  await world.engine.start();
  await eventually(() => jest.getTimerCount() === 1);
});
afterEach(async () => {
  jest.useRealTimers();
  await world.close();
});

describe('without a single tick', () => {
  it('each of many commits, each at another moment of the loop, is followed by its run', async () => {
    for (let i = 0; i < 300; i++) {
      await world.lay({ subject: `order-${i}`, lane: `lane-${i % 3}` });
      for (let turn = 0; turn < i % 7; turn++) await new Promise((next) => setImmediate(next));
      if (i % 5 === 0) await world.waitForStarted(i + 1);
    }
    await world.waitForSettled(300);
  });

  it('news that comes while it works out how long to sleep is not slept through', async () => {
    let open: () => void = () => undefined;
    let reads = 0;
    beforeRead = () => {
      reads += 1;
      return reads === 1 ? new Promise<void>((resolve) => (open = resolve)) : Promise.resolve();
    };
    world.engine.wake();
    await eventually(() => reads === 1);
    await world.lay({ subject: 'news' });
    expect(world.started).toEqual([]);
    open();
    expect(await world.waitForStarted(1)).toEqual(['news']);
  });

  it('an engine that rests and is woken inside a unit begins nothing of that unit before it is committed', async () => {
    const undone = world.unit.run(async (tx) => {
      await world.enqueue(tx, { subject: 'undone' });
      world.engine.wake();
      for (let i = 0; i < 50; i++) await tx.query('SELECT count(*) AS n FROM work');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await world.pass('marker');
    expect(world.subjects()).toEqual(['marker']);
  });

  it('a claim that is under way when it is told to stop begins nothing, and is given back', async () => {
    let begin: (() => void) | undefined;
    const busy = world.unit.run(() => new Promise<void>((resolve) => (begin = resolve)));
    const laid = world.lay({ subject: 'late' });
    world.engine.wake(); // its claim stands in line behind both
    await eventually(() => begin !== undefined);
    const stop = world.engine.stop(60_000);
    begin?.();
    await Promise.all([busy, laid, stop]);
    expect(world.started).toEqual([]);
    expect(await world.work.find('check', 'late')).toMatchObject({ claim: 0, attempt: 0 });
  });

  it('all that was set aside is taken back and run', async () => {
    await world.unit.run(async (tx) => {
      for (let i = 0; i < 3_500; i++) await world.enqueue(tx, { subject: `order-${i}`, lane: i % 7 === 0 ? 'b' : 'a' });
    });
    await world.waitForSettled(3_500);
    expect(new Set(world.settled).size).toBe(3_500);
  });

  it('a place that becomes free is filled', async () => {
    world.holds = () => true;
    await world.lay(...Array.from({ length: 60 }, (_, i) => ({ subject: `order-${i}`, lane_limit: 7 })));
    for (let round = 1; round <= 8; round++) {
      await world.waitForStarted(Math.min(60, round * 7));
      world.answerAll();
    }
    world.holds = () => false;
    world.answerAll();
    await world.waitForSettled(60);
    expect(world.peaks.get('a')).toBe(7);
  });
});

describe('the tick', () => {
  it('comes when something is due next', async () => {
    await world.lay({ subject: 'soon', due_at: world.clock.now() + 100 });
    await eventually(() => nextTimer() <= 100);
    world.clock.advance(100);
    // What it had begun to work out before takes its time.
    await eventually(() => {
      jest.advanceTimersByTime(100);
      return world.started.length > 0;
    });
    expect(world.subjects()).toEqual(['soon']);
  });

  it('comes after a quarter of a second at the latest: another clock or hand may have made something due', async () => {
    await world.lay({ subject: 'later', due_at: world.clock.now() + 3_600_000 });
    expect(nextTimer()).toBe(250);
    await world.unit.run((tx) => tx.run('UPDATE work SET due_at = $1', [world.clock.now()]));
    jest.advanceTimersByTime(250);
    expect(await world.waitForStarted(1)).toEqual(['later']);
  });
});

/** Milliseconds until the engine's timer fires. */
function nextTimer(): number {
  const before = jest.now();
  jest.advanceTimersToNextTimer();
  return jest.now() - before;
}
