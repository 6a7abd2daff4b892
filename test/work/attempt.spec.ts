import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallFailure, Exchange, HttpCall } from '../../src/domain/exchange.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { Attempts } from '../../src/work/attempt.js';
import { Tries } from '../../src/work/tries.js';
import { WORK_KINDS, WorkKinds, type WorkHandler } from '../../src/work/work-kinds.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { HeldBody } from '../../src/domain/received-body.js';

const call: HttpCall = {
  ...{ method: 'GET', url: 'https://a.test/o', headers: {}, timeoutMs: 8_000, maxBytes: 10, trust: 'stranger' },
};
const answered: Exchange = {
  kind: 'answered',
  status: 200,
  headers: {},
  body: new HeldBody(Buffer.alloc(0)),
  durationMs: 7,
};
const unanswered = (failure: CallFailure): Exchange => ({
  ...{ kind: 'unanswered', failure, message: '-', sentFully: false, durationMs: 7 },
});
const report = { outcome: 'processing' as const, changed: false, orderId: 'o', shortId: 't' };

let folder: TempFolder;
let database: Database;
let store: WorkStore;
let row: WorkRow;
const clock = new ManualClock();

beforeEach(async () => {
  folder = makeTempFolder();
  database = await openSqlite(folder.join('attempt.sqlite'));
  store = new WorkStore(database);
  const work = { kind: 'check', subject: 'o', lane: 'a', lane_limit: 1, origin: 'https://a.test', run: 1, by_sweep: 1 };
  row = await database.unit.run(async (tx) => {
    await store.add(tx, { ...work, due_at: clock.now(), state: '{"checks":1}' });
    const [claimed] = await new WorkClaims(database).takeDue(tx, clock.now(), 1, []);
    return claimed as WorkRow;
  });
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

interface Happened {
  readonly calls: HttpCall[];
  readonly settled: Exchange[];
  readonly finished: unknown[][];
  readonly broken: string[];
}

/** Runs one attempt on the row, with a handler and a door that do what the test says. */
async function attempt(
  handler: Partial<WorkHandler>,
  exchange: Exchange | (() => Exchange) = answered,
  signal = new AbortController().signal,
  closing?: AbortSignal,
): Promise<Happened> {
  const happened: Happened = { calls: [], settled: [], finished: [], broken: [] };
  const whole = (kind: WorkHandler['kind']): WorkHandler => ({
    kind,
    prepare: async () => ({ call, context: 'context' }),
    settle: async (_work, _ready, came) => (happened.settled.push(came), report),
    settlesAborted: () => false,
    ...handler,
  });
  const answer = typeof exchange === 'function' ? exchange : () => exchange;
  const door = { call: async (made: HttpCall) => (happened.calls.push(made), answer()) };
  const watch = {
    finished: (...told: unknown[]) => void happened.finished.push(told),
    broke: (_work: WorkRow, error: unknown) => void happened.broken.push(String(error)),
  };
  await new Attempts(
    new WorkKinds(WORK_KINDS.map(whole)),
    new Tries(door, clock, () => 0.5, closing),
    store,
    database.unit,
    clock,
    watch,
  ).run(row, signal);
  return happened;
}

const now = () => store.find('check', 'o');
const abortedSignal = () => AbortSignal.abort();

describe('an attempt', () => {
  it('prepares, calls with the signal that stops the process, settles, and tells who watches', async () => {
    const { signal } = new AbortController();
    const { calls, settled, finished } = await attempt({}, answered, signal);
    expect(calls).toEqual([{ ...call, signal }]);
    expect(settled).toEqual([answered]);
    expect(finished).toEqual([[row, report, clock.now(), answered, call]]);
  });

  it('calls nobody where there is nothing to call', async () => {
    const { calls, settled, finished } = await attempt({ prepare: async () => null });
    expect([calls, settled, finished]).toEqual([[], [], []]);
  });

  it('settles a failed call like any answer', async () => {
    const { settled } = await attempt({}, unanswered('timeout'));
    expect(settled).toMatchObject([{ failure: 'timeout' }]);
  });

  it('puts back what was aborted because the process stops: due at once, as it was', async () => {
    const { settled, broken } = await attempt({}, unanswered('aborted'), abortedSignal());
    expect([settled, broken]).toEqual([[], []]);
    expect(await now()).toMatchObject({
      claim: 0,
      attempt: 1,
      due_at: clock.now(),
      by_sweep: 1,
      state: '{"checks":1}',
    });
  });

  it('settles what was aborted where the handler says so', async () => {
    const { settled } = await attempt({ settlesAborted: () => true }, unanswered('aborted'), abortedSignal());
    expect(settled).toMatchObject([{ failure: 'aborted' }]);
  });

  it('settles an answer that came although the process stops', async () => {
    const { settled } = await attempt({}, answered, abortedSignal());
    expect(settled).toEqual([answered]);
  });

  it('puts its work back a little later where our own code throws', async () => {
    const fails = async () => {
      throw new Error('a bug');
    };
    const { broken, finished } = await attempt({ settle: fails });
    expect([broken, finished]).toEqual([['Error: a bug'], []]);
    const after = await now();
    expect(after).toMatchObject({ claim: 0, attempt: 1, state: '{"checks":1}' });
    expect(after?.due_at).toBeGreaterThan(clock.now());
  });

  it('leaves alone what it had settled before our own code threw', async () => {
    const dueAt = clock.now() + 3_600_000;
    const settle = async () => {
      await database.unit.run((tx) => store.reschedule(tx, row, { dueAt, state: '{"checks":2}' }));
      throw new Error('a bug, afterwards');
    };
    const { broken } = await attempt({ settle });
    expect(broken).toEqual(['Error: a bug, afterwards']);
    expect(await now()).toMatchObject({ attempt: 1, due_at: dueAt, state: '{"checks":2}' });
  });

  it('throws only where its work can neither be settled nor put back', async () => {
    const settle = async () => {
      await database.close();
      throw new Error('a bug');
    };
    await expect(attempt({ settle })).rejects.toThrow(/not open/);
    database = await openSqlite(folder.join('attempt.sqlite'));
    store = new WorkStore(database);
    expect(await now()).toMatchObject({ claim: 1, attempt: 0 });
  });
});

describe('an attempt that may make its call again', () => {
  const rule = { limit: 2, minMs: 1, maxMs: null, factor: 1, backoff: 'exponential' as const, randomize: false };
  const lost = (message: string): Exchange => ({ ...unanswered('connection_error'), message }) as Exchange;

  /** Each try is told apart by its path; the exchanges come in turn, the last stays. */
  async function tries(
    exchanges: readonly Exchange[],
    { until, ...more }: Partial<typeof rule> & { until?: number } = {},
    signal?: AbortSignal,
    closing?: AbortSignal,
  ) {
    let [made, asked] = [1, 0];
    const nth = (n: number) => ({ call: { ...call, url: `${call.url}/${n}` }, context: `try ${n}` });
    const again = { rule: { ...rule, ...more }, make: () => nth(++made), ...(until !== undefined && { until }) };
    const readies: unknown[] = [];
    const settle: WorkHandler['settle'] = async (_work, ready) => (readies.push(ready.context), report);
    const exchange = () => exchanges[Math.min(asked++, exchanges.length - 1)] as Exchange;
    const happened = await attempt({ prepare: async () => ({ ...nth(1), again }), settle }, exchange, signal, closing);
    return { ...happened, readies, urls: happened.calls.map(({ url }) => url) };
  }
  const url = (n: number) => `${call.url}/${n}`;

  it('makes it anew for each try, settles the last one, and tells of those before it', async () => {
    const { urls, readies, finished } = await tries([lost('first'), lost('second'), answered]);
    expect(urls).toEqual([1, 2, 3].map(url));
    expect(readies).toEqual(['try 3']);
    const [, , , exchange, last] = finished[0] as [WorkRow, unknown, number, Exchange, HttpCall];
    expect([exchange, last.url]).toEqual([{ ...answered, failedTries: ['first', 'second'] }, url(3)]);
  });

  it('gives up once the tries are spent, and settles the last failure', async () => {
    const { urls, finished } = await tries([lost('one'), lost('two'), lost('three')]);
    expect(urls).toHaveLength(3);
    expect(finished[0]?.[3]).toMatchObject({ message: 'three', failedTries: ['one', 'two'] });
  });

  it('makes it once where it was answered, whatever the answer says', async () => {
    const { urls, finished } = await tries([{ ...answered, status: 503 }]);
    expect(urls).toEqual([url(1)]);
    expect(finished[0]?.[3]).not.toHaveProperty('failedTries');
  });

  it.each<[string, () => null | Promise<null>]>([
    ['says so', () => null],
    ['says so later', async () => null],
  ])('makes no other try where the handler %s, and settles the exchange so far', async (_when, make) => {
    const settled: Exchange[] = [];
    const settle: WorkHandler['settle'] = async (_work, _ready, came) => (settled.push(came), report);
    const prepare = async () => ({ call, context: 'first', again: { rule, make } });
    const { calls } = await attempt({ prepare, settle }, lost('first'));
    expect(calls).toHaveLength(1);
    expect(settled).toEqual([lost('first')]);
  });

  it('does not wait on where the process stops meanwhile: the row is due again, nothing is settled', async () => {
    const stop = new AbortController();
    const running = tries([lost('first')], { minMs: 60_000 }, stop.signal);
    setImmediate(() => stop.abort());
    const { urls, readies, broken } = await running;
    expect([urls, readies, broken]).toEqual([[url(1)], [], []]);
    expect(await now()).toMatchObject({ claim: 0, attempt: 1, due_at: clock.now(), state: '{"checks":1}' });
  });

  it('waits for no other try once the process has begun to stop', async () => {
    const { urls, readies } = await tries([lost('first')], { minMs: 60_000 }, undefined, abortedSignal());
    expect([urls, readies]).toEqual([[url(1)], []]);
    expect(await now()).toMatchObject({ claim: 0, attempt: 1, state: '{"checks":1}' });
  });

  it('begins none after its last instant, and lets none go on past it', async () => {
    const late = await tries([lost('one')], { until: clock.now() });
    expect([late.urls, late.readies]).toEqual([[url(1)], ['try 1']]);
    const capped = await tries([lost('one'), answered], { until: clock.now() + 2_000 });
    expect(capped.calls.map(({ timeoutMs }) => timeoutMs)).toEqual([8_000, 2_000]);
  });

  it('makes no other try where the process stops during one', async () => {
    const { urls, readies } = await tries([unanswered('aborted')], {}, abortedSignal());
    expect([urls, readies]).toEqual([[url(1)], []]);
  });
});

describe('kinds of work', () => {
  const handler = (kind: WorkHandler['kind']): WorkHandler => ({
    ...{ kind, prepare: async () => null, settle: async () => report, settlesAborted: () => false },
  });

  it('have one handler each, or the boot stops', () => {
    const all = WORK_KINDS.map(handler);
    expect(new WorkKinds(all).handlerOf('notify')).toBe(all.find(({ kind }) => kind === 'notify'));
    expect(() => new WorkKinds([handler('forward')])).toThrow(
      'No handler is registered for work of kind check, notify, mirror',
    );
    expect(() => new WorkKinds([...all, handler('check')])).toThrow(
      'Two handlers are registered for work of kind check.',
    );
  });

  it('that nobody knows are an error of whoever laid them down', () => {
    expect(() => new WorkKinds(WORK_KINDS.map(handler)).handlerOf('teleport')).toThrow('Work of unknown kind teleport');
  });
});
