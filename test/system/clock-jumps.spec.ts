import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { JumpWorld, SLACK_MS, type Case, type Jump } from './jump-world.js';
import { aroundTheJump, jobRetry, madeDue, waiting } from './jumping-jobs.js';
import { JumpingSchedule } from './jumping-schedule.js';
import { tell } from './system-world.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The gap between two requests of a poll, and between two ticks of the sweep. */
const GAP_MS = 2_000;

let world: JumpWorld;
const schedule = new JumpingSchedule();

beforeAll(async () => {
  const env = { SWEEP_CRON: `*/${GAP_MS / 1000} * * * * *`, MIN_CHECK_INTERVAL_S: '0.1' };
  world = await JumpWorld.open(env, await createAuthority());
}, 40_000);
afterAll(async () => {
  expect(await world?.close()).toBe(0);
});

/** The gap across the jump, and the three after it, are as long as they should be. */
async function expectSteady(path: string, jumpedAt: number): Promise<void> {
  const after = () => world.seenAt(path).filter((at) => at > jumpedAt);
  await eventually(() => after().length >= 4, { withinMs: 6 * (GAP_MS + SLACK_MS), every: 20 });
  const times = world.seenAt(path);
  const from = times.findIndex((at) => at > jumpedAt);
  const gaps = times.slice(from, from + 4).map((at, i) => at - (times[from + i - 1] ?? NaN));
  tell(`${path}: gaps of ${gaps.map((gap) => Math.round(gap)).join(', ')} ms`);
  expect(Math.max(...gaps)).toBeLessThan(GAP_MS + SLACK_MS);
}

const poll: Case = {
  what: 'a poll keeps its interval',
  async begin(_, { name }) {
    const path = `/poll/${name}`;
    world.page('GET', path, () => ({ body: { status: 'working' } }));
    const response_filter = { body: { status: ['done'] } };
    await world.made('/v1/polls', {
      url: world.seller.url(path),
      interval: GAP_MS / 1000,
      timeout: 86_400,
      response_filter,
    });
    await eventually(() => world.seenAt(path).length >= 2, { every: 20 });
    return async (jumpedAt) => {
      await expectSteady(path, jumpedAt);
      const gaps = world.seenAt(path).map((at, i, all) => at - (all[i - 1] ?? -Infinity));
      // Never early either.
      expect(Math.min(...gaps)).toBeGreaterThan(GAP_MS - 50);
    };
  },
};

const sweep: Case = {
  what: 'orders are asked about with each tick of the sweep, and sweeps are opened',
  async begin(_, { name }) {
    world.page('POST', `/job/${name}`, () => ({ status: 202, body: {} }));
    const path = `/status/${name}/:id`;
    world.page('GET', path, () => ({ body: { status: 'processing' } }));
    await makeOrder(`sweep-${name}`, `/job/${name}`, { status_url: world.seller.url(`/status/${name}/{order_id}`) });
    await eventually(() => world.seenAt(path).length >= 1, { every: 20, withinMs: 10_000 });
    return async (jumpedAt) => {
      const sweeps = world.server.logged('sweep.opened').length;
      await expectSteady(path, jumpedAt);
      await eventually(() => world.server.logged('sweep.opened').length >= sweeps + 2, {
        withinMs: 3 * (GAP_MS + SLACK_MS),
      });
    };
  },
};

/** The first wait is 5 s, a quarter more or less. */
const retry: Case = {
  what: 'a forward that failed is tried again after its wait',
  async begin(_, { name }) {
    const path = `/failing/${name}`;
    world.page('POST', path, (nth) => ({ status: nth === 1 ? 503 : 202, body: {} }));
    await makeOrder(`retry-${name}`, path, {});
    await eventually(() => world.seenAt(path).length === 1, { every: 20 });
    return async () => {
      await eventually(() => world.seenAt(path).length === 2, { withinMs: 6_250 + SLACK_MS, every: 20 });
      const [first = 0, second = 0] = world.seenAt(path);
      tell(`${path}: tried again after ${Math.round(second - first)} ms`);
      expect(second - first).toBeGreaterThan(3_700);
      expect(second - first).toBeLessThan(6_250 + SLACK_MS);
    };
  },
};

async function makeOrder(shortId: string, path: string, more: object): Promise<void> {
  const { seller_id } = await world.made<{ seller_id: string }>('/v1/sellers', { name: shortId });
  const auth_headers = { 'x-k': 'k' };
  const tool = { short_id: shortId, seller_id, name: shortId, job_url: world.seller.url(path), auth_headers, ...more };
  await world.made('/v1/tools', tool);
  await world.made('/v1/orders', { short_id: shortId, inputs: { text: 'x' }, deadline_s: 86_400 });
}

/** What waits longest begins first. The wait of the retry and what is due around the jump begin last: it is to come within them. */
const CASES: readonly Case[] = [jobRetry, madeDue, poll, sweep, schedule, waiting, retry, aroundTheJump];

/** Six hours, and up to two minutes more or less, so that a schedule's next tick comes so many seconds after the jump. */
const JUMPS = [
  { name: 'back', hours: -6, tickInS: 10 },
  { name: 'forward', hours: 6, tickInS: 30 },
] as const;

function jumpOf({ name, hours, tickInS }: (typeof JUMPS)[number]): Jump {
  const minute = Math.ceil((world.calendar() + hours * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
  return { name, to: minute + MINUTE_MS - tickInS * 1_000 };
}

it.each(JUMPS)(
  'six hours $name: gaps stay as long as they are, the sweep and schedules go on, and jobs start by the clock in force',
  async (one) => {
    const jump = jumpOf(one);
    const ends: ((jumpedAt: number) => Promise<void>)[] = [];
    for (const each of CASES) ends.push(await each.begin(world, jump));
    const jumps = world.server.logged('clock.jumped').length;
    const jumpedAt = performance.now();
    const deltaMs = world.jumpTo(jump.to);
    await Promise.all(ends.map((end) => end(jumpedAt)));
    const lines = world.server.logged('clock.jumped').slice(jumps);
    expect(lines).toHaveLength(1);
    expect(Math.abs((lines[0]?.['delta_ms'] as number) - deltaMs)).toBeLessThan(500);
    const metrics = await world.server.call('GET', '/metrics');
    expect(metrics.text).toContain(`roundtrip_clock_jumps_total ${jumps + 1}`);
    expect(world.server.logged('error')).toEqual([]);
  },
  90_000,
);

it('six seconds back, over a tick that has its job: the tick comes again, and makes no second one', async () => {
  const tick = Math.ceil((world.calendar() + 3_000) / MINUTE_MS) * MINUTE_MS;
  world.jumpTo(tick - 3_000);
  await schedule.ticked(world, tick, 3_000 + SLACK_MS);
  const before = await schedule.ticks(world);
  expect(await schedule.nextTick(world)).toBe(tick + MINUTE_MS);
  world.jumpTo(tick - 3_000);
  await eventually(async () => (await schedule.nextTick(world)) === tick, { withinMs: SLACK_MS });
  await eventually(async () => (await schedule.nextTick(world)) === tick + MINUTE_MS, { withinMs: 3_000 + SLACK_MS });
  expect(await schedule.ticks(world)).toEqual(before);
  await schedule.ticked(world, tick, 0);
}, 30_000);
