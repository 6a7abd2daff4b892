import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallFailure, Exchange } from '../../src/domain/exchange.js';
import { HeldBody } from '../../src/domain/received-body.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { Breakers, type BreakerPlace } from '../../src/work/breakers.js';
import { embeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import type { LanedEngine } from '../../src/work/engine/laned-engine.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { workRow } from './work-row.js';

const SHARED = 'https://hook.test';
const answer = (status: number, headers: Record<string, string> = {}): Exchange => ({
  ...{ kind: 'answered', status, headers, body: new HeldBody(Buffer.alloc(0)), durationMs: 1 },
});
const unreached = (failure: CallFailure): Exchange => ({
  ...{ kind: 'unanswered', failure, message: '-', sentFully: false, phase: 'connect', durationMs: 1 },
});

let folder: TempFolder;
let database: Database;
let store: WorkStore;
let clock: ManualClock;
let breakers: Breakers;
let engine: LanedEngine;
/** What was told, in words. */
let news: string[];
let heldBack: string[];
/** Calls made, by subject, in order. */
let called: string[];
let exchangeOf: (work: WorkRow) => Exchange;
let deadlines: Record<string, number>;
let sellersAreKnown: boolean;

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('breakers.sqlite'));
  store = new WorkStore(database);
  clock = new ManualClock();
  [news, heldBack, called, deadlines] = [[], [], [], {}];
  exchangeOf = () => answer(503);
  sellersAreKnown = true;
  breakers = new Breakers({
    ...{ work: store, unit: database.unit, clock, random: () => 0.5 },
    // Lane "ada-1" is a tool of seller "ada".
    sellerOf: async (lane) => {
      if (!sellersAreKnown) throw new Error('SQLITE_BUSY');
      return lane.split('-')[0]!;
    },
    latestFor: async (work) => deadlines[work.subject] ?? Infinity,
    watch: {
      news: (place: BreakerPlace, { kind }) => void (kind !== 'warned' && news.push(`${place.scope} ${kind}`)),
      heldBack: (work) => void heldBack.push(work.subject),
    },
  });
  engine = embeddedEngine({
    ...{ random: () => 0.5, quarantined: () => undefined },
    jumps: { settle: async () => undefined },
    ...{ database, work: store, clock, limits: { total: 100, perOrigin: 100 } },
    attempt: (work) => breakers.run([work], () => attempt(work)),
    attemptGroup: async () => undefined,
    moved: (work) => breakers.urge(work),
    broke: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await engine.stop(0);
  await database.close();
  folder.remove();
});

/** One call: noted, answered as the test says; an answered order is done, others are asked again in a minute. */
async function attempt(work: WorkRow): Promise<void> {
  called.push(work.subject);
  const exchange = exchangeOf(work);
  breakers.hear(work, exchange);
  const done = exchange.kind === 'answered' && exchange.status === 200;
  await database.unit.run((tx) =>
    done
      ? engine.finish(tx, work)
      : engine.reschedule(tx, work, { dueAt: clock.now() + 60_000, state: work.state, bySweep: work.by_sweep === 1 }),
  );
}

/** Runs calls outside the engine: rows that are nowhere in the table. */
async function calls(count: number, lane: string, exchange: Exchange, origin = SHARED): Promise<void> {
  exchangeOf = () => exchange;
  for (let i = 0; i < count; i++) await once(workRow({ lane, origin }));
}

const once = (row: WorkRow) => breakers.run([row], () => attempt(row));

/** Whether a call of this lane goes now. */
async function goes(lane: string, origin = SHARED, kind = 'check'): Promise<boolean> {
  const before = called.length;
  await once(workRow({ lane, origin, kind }));
  return called.length > before;
}

async function lay(...works: { subject: string; lane?: string; by_sweep?: number; kind?: string }[]): Promise<void> {
  const whole = {
    kind: 'check',
    lane: 'ada-1',
    lane_limit: 100,
    origin: SHARED,
    run: 1,
    by_sweep: 0,
    state: '{"n":1}',
  };
  await database.unit.run(async (tx) => {
    for (const work of works) await engine.enqueue(tx, { ...whole, due_at: clock.now(), ...work });
  });
}

const row = async (subject: string) => (await store.find('check', subject)) as WorkRow;
const pass = (ms: number) => {
  clock.advance(ms);
  engine.wake();
};

describe('trouble in the answers of one tool', () => {
  it.each([
    ['503', answer(503)],
    ['429', answer(429)],
    ['a connection lost after the request', { ...unreached('connection_error'), sentFully: true } as Exchange],
  ])('holds back that tool at that origin, and nobody else: %s', async (_what, exchange) => {
    await calls(20, 'ada-1', exchange);
    expect(news).toEqual(['pair opened']);
    exchangeOf = () => answer(200);
    expect([await goes('ada-1'), await goes('ada-2'), await goes('bob-1')]).toEqual([false, true, true]);
    expect(await goes('ada-1', 'https://elsewhere.test')).toBe(true);
  });

  it('is forgotten with any answer that is about an order', async () => {
    await calls(19, 'ada-1', answer(503));
    await calls(1, 'ada-1', answer(404));
    await calls(19, 'ada-1', answer(503));
    exchangeOf = () => answer(200);
    expect([await goes('ada-1'), news]).toEqual([true, []]);
  });

  it('holds back its forwards as well, and never messages or downloads', async () => {
    await calls(20, 'ada-1', answer(503));
    const kinds = ['forward', 'check', 'notify', 'mirror'];
    const gone: boolean[] = [];
    for (const kind of kinds) gone.push(await goes('ada-1', SHARED, kind));
    expect(gone).toEqual([false, false, true, true]);
  });
});

describe('trouble on the way to an origin', () => {
  it.each(['dns_error', 'connection_error', 'tls_error', 'timeout'] as const)(
    'holds back everybody once two sellers see it: %s',
    async (failure) => {
      await calls(12, 'ada-1', unreached(failure));
      await calls(8, 'bob-1', unreached(failure));
      expect(news).toEqual(['origin opened']);
      expect([await goes('ada-1'), await goes('cyd-1'), await goes('cyd-1', 'https://else.test')]).toEqual([
        ...[false, false, true],
      ]);
    },
  );

  it('counts against the tool alone where one seller sees it', async () => {
    await calls(10, 'ada-1', unreached('tls_error'));
    await calls(20, 'ada-2', unreached('tls_error'));
    expect(news).toEqual(['pair opened']);
    exchangeOf = () => answer(200);
    expect([await goes('ada-2'), await goes('ada-1'), await goes('bob-1')]).toEqual([false, true, true]);
  });

  it('is forgotten once anybody is answered there, be it by 503', async () => {
    await calls(10, 'ada-1', unreached('dns_error'));
    await calls(9, 'bob-1', unreached('dns_error'));
    await calls(1, 'cyd-1', answer(503));
    await calls(10, 'bob-1', unreached('dns_error'));
    expect(news).toEqual([]);
  });

  it('heals by one probe for all', async () => {
    await calls(10, 'ada-1', unreached('connection_error'));
    await calls(10, 'bob-1', unreached('connection_error'));
    clock.advance(30_000);
    exchangeOf = () => answer(200);
    expect([await goes('cyd-1'), await goes('ada-1'), await goes('bob-1')]).toEqual([true, true, true]);
    expect(news).toEqual(['origin opened', 'origin closed']);
    expect(breakers.counts().origin).toEqual({ closed: 0, open: 0, half_open: 0 });
  });
});

describe('work that is held back', () => {
  beforeEach(async () => {
    await calls(20, 'ada-1', answer(503));
    called = [];
    await engine.start();
  });

  it('stays in the table as it was, due when the breaker reopens, one after the other; nothing is claimed meanwhile', async () => {
    const subjects = Array.from({ length: 100 }, (_, i) => `o${i}`);
    await lay(...subjects.map((subject) => ({ subject, by_sweep: 1 })));
    await eventually(() => heldBack.length === 100);
    const rows = await eventually(async () => {
      const all = await Promise.all(subjects.map(row));
      return all.every(({ claim }) => claim === 0) ? all : null;
    });
    const waits = rows.map(({ due_at }) => due_at - clock.now()).sort((a, b) => a - b);
    expect([waits[0], waits[99]]).toEqual([30_000, 30_000 + Math.ceil(Math.sqrt(99) * 200)]);
    for (const one of rows) expect(one).toMatchObject({ attempt: 0, by_sweep: 1, state: '{"n":1}' });
    pass(29_000);
    await lay({ subject: 'other', lane: 'bob-1' });
    await eventually(() => called.includes('other'));
    expect([called, heldBack.length]).toEqual([['other'], 100]);
  });

  it('is all called once a probe has healed it', async () => {
    const subjects = Array.from({ length: 50 }, (_, i) => `o${i}`);
    await lay(...subjects.map((subject) => ({ subject })));
    await eventually(() => heldBack.length === 50);
    exchangeOf = () => answer(200);
    pass(30_000);
    await eventually(() => news.includes('pair closed'));
    expect(called).toHaveLength(1);
    pass(10_000);
    await eventually(() => called.length === 50);
    expect([...called].sort()).toEqual([...subjects].sort());
  });

  it('waits for longer after a probe that fails, and only one call was made', async () => {
    await lay(...['a', 'b', 'c'].map((subject) => ({ subject })));
    await eventually(() => heldBack.length === 3);
    pass(31_000);
    await eventually(() => heldBack.length === 5 && news.length === 2);
    expect(called).toHaveLength(1);
    expect(news).toEqual(['pair opened', 'pair opened']);
  });

  it('is called at its deadline all the same, and then by nobody else', async () => {
    deadlines = { last: clock.now() + 10_000 };
    await lay({ subject: 'last' }, { subject: 'other' });
    await eventually(() => heldBack.length === 2);
    // What is held back is told of before it is written down.
    await eventually(async () => (await row('last')).claim === 0);
    expect(await row('last')).toMatchObject({ due_at: clock.now() + 10_000 });
    pass(10_000);
    await eventually(() => called.length === 1);
    expect(called).toEqual(['last']);
  });

  it('goes at once where a person asks, and its success opens the way for the others', async () => {
    await lay({ subject: 'a' }, { subject: 'b' });
    await eventually(() => heldBack.length === 2);
    await eventually(async () => (await row('a')).claim === 0);
    exchangeOf = () => answer(200);
    await database.unit.run((tx) => engine.moveTo(tx, 'check', 'a', clock.now()));
    await eventually(() => news.includes('pair closed'));
    expect(called).toEqual(['a']);
  });

  it('counts its states for the metrics', async () => {
    expect(breakers.counts()).toMatchObject({ pair: { open: 1, half_open: 0 }, origin: { open: 0 } });
  });
});

describe('a probe', () => {
  beforeEach(() => calls(20, 'ada-1', answer(503)));

  it('that ends without an answer leaves its turn to the next', async () => {
    clock.advance(30_000);
    const gone = workRow({ lane: 'ada-1', origin: SHARED });
    await breakers.run([gone], async () => undefined);
    await expect(breakers.run([gone], () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    exchangeOf = () => answer(200);
    expect([await goes('ada-1'), news]).toEqual([true, ['pair opened', 'pair closed']]);
  });

  it('is not made before the time that Retry-After asked for', async () => {
    await calls(20, 'bob-1', answer(429, { 'retry-after': '300' }));
    clock.advance(299_999);
    expect(await goes('bob-1')).toBe(false);
    clock.advance(1);
    expect(await goes('bob-1')).toBe(true);
  });

  it('whose judging fails on the database leaves its turn to the next', async () => {
    for (let i = 0; i < 10; i++) for (const lane of ['cy-1', 'dee-1']) await calls(1, lane, unreached('dns_error'));
    clock.advance(40_000);
    sellersAreKnown = false;
    await calls(1, 'eve-1', unreached('dns_error'));
    sellersAreKnown = true;
    clock.advance(600_000);
    exchangeOf = () => answer(200);
    expect(await goes('cy-1')).toBe(true);
  });
});

describe('breakers of places', () => {
  it('that are never called again are forgotten', async () => {
    for (let i = 0; i < 200; i++) {
      await calls(1, 'ada-1', unreached('dns_error'), `https://n${i}.test`);
      clock.advance(3_600_000);
    }
    const { pair, origin } = breakers.counts();
    expect([pair.closed, origin.closed]).toEqual([24, 24]);
  });
});

describe('when the calendar jumps', () => {
  it.each([-6, 6])(
    'by %d h, a breaker stays open as long as it was to, and what it put off is called then',
    async (hours) => {
      await calls(20, 'ada-1', answer(503));
      clock.jump(hours * 3_600_000);
      exchangeOf = () => answer(200);
      await lay({ subject: 'held' });
      await engine.start();
      await eventually(async () => (await row('held')).due_at - clock.now() === 30_000);
      expect(heldBack).toEqual(['held']);
      clock.advance(29_999);
      expect(await goes('ada-1')).toBe(false);
      pass(1);
      await eventually(() => news.length === 2);
      expect([news, called.at(-1)]).toEqual([['pair opened', 'pair closed'], 'held']);
    },
  );
});
