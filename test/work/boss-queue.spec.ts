import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { PARKED } from '../../src/storage/work-store.js';
import type { Tx } from '../../src/storage/database/unit-of-work.js';
import { reconcile } from '../../src/work/distributed/reconcile.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { openSharedParts, type SharedParts } from './shared-parts.js';

const HOUR_MS = 3_600_000;
const TEN_YEARS_S = 315_360_000;

let server: TestPostgres;
let parts: SharedParts;
let listener: pg.Client;
const heard: string[] = [];
beforeAll(async () => {
  server = await startTestPostgres();
  const url = await server.fresh();
  parts = await openSharedParts(url);
  listener = new pg.Client({ connectionString: url });
  await listener.connect();
  listener.on('notification', ({ payload }) => void heard.push(payload ?? ''));
  await listener.query('LISTEN roundtrip_work');
});
afterAll(async () => {
  await listener.end();
  await parts.database.close();
  await server.remove();
});
beforeEach(async () => {
  await parts.database.script('DELETE FROM work; DELETE FROM pgboss.job');
  await listener.query('SELECT 1');
  heard.length = 0;
});

const inUnit = <T>(act: (tx: Tx) => Promise<T>) => parts.database.unit.run(act);
const find = async (subject: string) => {
  const row = await parts.work.find('check', subject);
  if (!row) throw new Error(`No work of ${subject}.`);
  return row;
};
const reconciled = () => reconcile(parts.database, parts.queue, parts.clock);

it('each row has a job in its own transaction, due when the row is; what is parked waits ten years', async () => {
  const { clock, work } = parts;
  await parts.lay('now');
  await parts.lay('later', { due_at: clock.now() + HOUR_MS });
  await parts.lay('parked', { due_at: PARKED });
  const undone = inUnit(async (tx) => {
    await work.moveTo(tx, 'check', 'later', clock.now());
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await parts.jobs()).toEqual([
    { subject: 'later', state: 'created', waitsS: 3600 },
    { subject: 'now', state: 'created', waitsS: 0 },
    { subject: 'parked', state: 'created', waitsS: TEN_YEARS_S },
  ]);
});

it('a job that is missing is laid down when its row is moved', async () => {
  await parts.lay('one');
  await parts.database.script('DELETE FROM pgboss.job');
  await inUnit((tx) => parts.work.moveTo(tx, 'check', 'one', parts.clock.now() + HOUR_MS));
  expect(await parts.jobs()).toEqual([{ subject: 'one', state: 'created', waitsS: 3600 }]);
});

it('whoever has a job, it waits again when its row does; and it ends with its row', async () => {
  await parts.lay('one');
  await parts.source().takeDue(parts.clock.now(), 10, []);
  expect(await parts.jobs()).toMatchObject([{ state: 'active' }]);
  const row = await find('one');
  await inUnit((tx) => parts.work.reschedule(tx, row, { dueAt: parts.clock.now() + HOUR_MS, state: '{}' }));
  expect(await parts.jobs()).toEqual([{ subject: 'one', state: 'created', waitsS: 3600 }]);
  await inUnit((tx) => parts.work.cancel(tx, 'one', ['check']));
  expect(await parts.jobs()).toEqual([]);
});

it('what is set aside waits without an instant, until it is taken or moved', async () => {
  for (const subject of ['one', 'two']) await parts.lay(subject);
  const source = parts.source();
  const setAside = await source.takeDue(parts.clock.now(), 10, ['a']);
  // One of the lane comes again, as what whoever has room is told of.
  expect(setAside.map(({ claim }) => claim)).toEqual([2, 2, 2]);
  expect((await parts.jobs()).map(({ state, waitsS }) => [state, waitsS])).toEqual([
    ['created', null],
    ['created', null],
  ]);
  await inUnit((tx) => parts.work.moveTo(tx, 'check', 'two', parts.clock.now() + HOUR_MS));
  expect((await source.takeSetAside('a', 10)).map(({ subject }) => subject)).toEqual(['one']);
  expect(await parts.jobs()).toMatchObject([{ state: 'active' }, { state: 'created', waitsS: 3600 }]);
});

it('tells once a transaction, after its commit, of what is due now, and never of what is later', async () => {
  const { work, clock } = parts;
  await parts.lay('later', { due_at: clock.now() + HOUR_MS });
  await inUnit(async (tx) => {
    for (let i = 0; i < 5; i++)
      await work.add(tx, {
        ...{ kind: 'forward', subject: `order-${i}`, lane: 'a', lane_limit: 10, origin: 'https://a.test', run: 1 },
        ...{ by_sweep: 0, state: '{}', due_at: clock.now() },
      });
    await listener.query('SELECT 1');
    expect(heard).toEqual([]);
  });
  await eventually(() => heard.length > 0);
  await listener.query('SELECT 1');
  expect(heard).toEqual(['']);
});

it('tells every process what a person wants, once that is committed', async () => {
  const work = { kind: 'check', subject: 'one' };
  await inUnit(async (tx) => {
    await parts.source().tellWanted(tx, work);
    await listener.query('SELECT 1');
    expect(heard).toEqual([]);
  });
  await eventually(() => heard.length > 0);
  expect(heard.map((payload) => JSON.parse(payload) as unknown)).toEqual([work]);
});

it('a run of work leaves nothing to reconcile', async () => {
  const { work, clock } = parts;
  for (let i = 0; i < 12; i++) await parts.lay(`order-${i}`, { due_at: clock.now() + (i % 2) * HOUR_MS });
  await parts.lay('parked', { due_at: PARKED });
  const source = parts.source();
  const taken = await source.takeDue(clock.now(), 10, []);
  await inUnit(async (tx) => {
    for (const row of taken.slice(0, 2)) await work.finish(tx, row);
    for (const row of taken.slice(2, 4)) await work.reschedule(tx, row, { dueAt: clock.now() + HOUR_MS, state: '{}' });
  });
  await source.giveBack(taken.slice(4, 5));
  expect(await reconciled()).toEqual({ missing: 0, apart: 0 });
});

it('what has no job, or one that waits for another instant, is found and mended, once', async () => {
  for (const subject of ['missing', 'too late', 'too soon', 'right'])
    await parts.lay(subject, { due_at: parts.clock.now() + (subject === 'too late' ? 0 : HOUR_MS) });
  const of = (subject: string) =>
    `id IN (SELECT CAST(substr(work_id, 5) AS uuid) FROM work WHERE subject = '${subject}')`;
  await parts.database.script(
    `DELETE FROM pgboss.job WHERE ${of('missing')};
     UPDATE pgboss.job SET start_after = now() + interval '1 day' WHERE ${of('too late')};
     UPDATE pgboss.job SET start_after = now() WHERE ${of('too soon')}`,
  );
  expect(await reconciled()).toEqual({ missing: 1, apart: 2 });
  expect(await reconciled()).toEqual({ missing: 0, apart: 0 });
  expect((await parts.jobs()).map(({ subject, waitsS }) => [subject, waitsS])).toEqual([
    ['missing', 3600],
    ['right', 3600],
    ['too late', 0],
    ['too soon', 3600],
  ]);
});

it('pg-boss has the columns that are written here, and none that would keep a moved job from being fetched', async () => {
  const columns = await parts.database.statement<{ name: string; type: string }>(
    `SELECT column_name AS name, CASE WHEN data_type = 'USER-DEFINED' THEN udt_name ELSE data_type END AS type
     FROM information_schema.columns WHERE table_schema = 'pgboss' AND table_name = 'job' ORDER BY ordinal_position`,
  );
  // A new version of pg-boss that changes these has to be read before it is taken: BossQueue, BossSource, Lease and reconcile write here.
  expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    ...['id uuid', 'name text', 'priority integer', 'data jsonb', 'state job_state'],
    ...['retry_limit integer', 'retry_count integer', 'retry_delay integer', 'retry_backoff boolean'],
    ...['start_after timestamp with time zone', 'started_on timestamp with time zone'],
    ...['singleton_key text', 'singleton_on timestamp without time zone', 'expire_in interval'],
    ...['created_on timestamp with time zone', 'completed_on timestamp with time zone'],
    ...['keep_until timestamp with time zone', 'output jsonb', 'dead_letter text', 'policy text'],
  ]);
  const states = await parts.database.statement<{ state: string }>(
    'SELECT unnest(enum_range(NULL::pgboss.job_state))::text AS state',
  );
  expect(states.map(({ state }) => state)).toEqual(['created', 'retry', 'active', 'completed', 'cancelled', 'failed']);
  expect(await parts.database.statement('SELECT version FROM pgboss.version')).toEqual([{ version: 24 }]);
});
