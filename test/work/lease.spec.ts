import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { Lease } from '../../src/work/distributed/lease.js';
import { eventually } from '../support/eventually.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { openSharedParts, type SharedParts } from './shared-parts.js';

/** It is sure for 0.6 of its expiry after each good beat. */
const TIMES = { expireInS: 1, beatMs: 100 };

let server: TestPostgres;
let parts: SharedParts;
const leases: Lease[] = [];
beforeAll(async () => void (server = await startTestPostgres()));
afterAll(() => server.remove());
beforeEach(async () => void (parts = await openSharedParts(await server.fresh())));
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.close();
  await parts.database.close();
});

async function openLease(
  held: readonly WorkRow[],
  { pulse }: Pick<SharedParts['database'], 'pulse'>,
  lapsed = () => undefined as void,
) {
  const broken: unknown[] = [];
  const broke = (error: unknown) => void broken.push(error);
  const lease = new Lease({ boss: parts.boss, pulse, times: TIMES, broke });
  leases.push(lease);
  await lease.open(() => held, lapsed);
  return { lease, broken };
}

const states = async () => (await parts.jobs()).map(({ subject, state }) => `${subject} ${state}`);
/** As if these had been fetched so long ago. */
const age = (seconds: number) =>
  parts.database.statement(`UPDATE pgboss.job SET started_on = now() - $1 * interval '1 s'`, [seconds]);

it('it is sure while it beats, no more soon after it cannot, and again once it can', async () => {
  let silent = false;
  const pulse: SharedParts['database']['pulse'] = (sql, params) =>
    silent ? Promise.reject(new Error('Nobody answers.')) : parts.database.pulse(sql, params);
  const sureAsItLapsed: boolean[] = [];
  const { lease, broken } = await openLease([], { pulse }, () => void sureAsItLapsed.push(lease.isSure()));
  expect(lease.isSure()).toBe(true);
  silent = true;
  const from = performance.now();
  await eventually(() => !lease.isSure(), { every: 2 });
  // Well before anybody else may take what it has.
  expect(performance.now() - from).toBeLessThan(TIMES.expireInS * 1_000);
  expect(String(broken[0])).toMatch(/Nobody answers/);
  expect(sureAsItLapsed).toEqual([]);
  silent = false;
  await eventually(() => lease.isSure());
  expect(sureAsItLapsed).toEqual([false]);
});

it('a beat that never ends makes nobody sure', async () => {
  let stands = false;
  const ends: (() => void)[] = [];
  const pulse: SharedParts['database']['pulse'] = (sql, params) =>
    stands ? new Promise((end) => ends.push(() => end([]))) : parts.database.pulse(sql, params);
  const { lease } = await openLease([], { pulse });
  stands = true;
  await eventually(() => !lease.isSure());
  for (const end of ends) end();
});

it('what is held is moved on, and what nobody says anything of is given back to the queue', async () => {
  await parts.lay('mine');
  await parts.lay('of the dead');
  const rows = await parts.source().takeDue(parts.clock.now(), 10, []);
  await age(30);
  // The queue of this world gives a process 15 seconds.
  await openLease(
    rows.filter(({ subject }) => subject === 'mine'),
    parts.database,
  );
  await eventually(async () => (await states()).includes('of the dead retry'));
  expect(await states()).toEqual(['mine active', 'of the dead retry']);
});

it('what somebody else has taken over is not moved on, though it is still held here', async () => {
  await parts.lay('taken over');
  const rows = await parts.source().takeDue(parts.clock.now(), 10, []);
  await parts.database.unit.run((tx) => tx.run('UPDATE work SET taken = taken + 1'));
  await age(30);
  await openLease(rows, parts.database);
  await eventually(async () => (await states()).includes('taken over retry'));
});
