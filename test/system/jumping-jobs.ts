import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { SLACK_MS, type Case, type JumpWorld } from './jump-world.js';
import { tell } from './system-world.js';

const HOUR_MS = 3_600_000;
/** No job starts so long before its time, by the clock in force. */
const EARLY_MS = 1_000;
const CROWD = 500;
/** What one owner asks of one origin at once. */
const LANE_LIMIT = 64;
/** 500 calls of 20 ms, 64 at once, take a part of a second; on a busy machine longer. */
const CROWD_WITHIN_MS = 10_000;

interface JobJson {
  readonly job_id: string;
  readonly status: string;
  readonly scheduled_at: string;
  readonly started_at: string | null;
}

const nothing = () => Promise.resolve();
const iso = (ms: number) => new Date(ms).toISOString();

async function layJob(world: JumpWorld, url: string, dueAt: number, more: object = {}): Promise<string> {
  return (await world.made<JobJson>('/jobs', { url, scheduled_at: iso(dueAt), ...more })).job_id;
}

/** The jobs that call `path`, 100 at most. */
async function listed(world: JumpWorld, path: string): Promise<JobJson[]> {
  return (await world.read<{ jobs: JobJson[] }>(`/jobs?limit=100&q=${encodeURIComponent(path)}`)).jobs;
}

/** Whatever has started did so by the calendar as it was then. */
function expectNoneEarly(jobs: readonly JobJson[]): void {
  const early = jobs.filter(
    ({ started_at, scheduled_at }) =>
      started_at !== null && Date.parse(started_at) < Date.parse(scheduled_at) - EARLY_MS,
  );
  expect(early).toEqual([]);
}

/** The first wait is 30 s, a quarter more or less. */
export const jobRetry: Case = {
  what: 'a job that failed is tried again after its wait',
  async begin(world, { name }) {
    const path = `/job-retry/${name}`;
    world.page('POST', path, (nth) => ({ status: nth === 1 ? 500 : 200 }));
    await layJob(world, world.seller.url(path), world.calendar(), { max_retries: 1 });
    await eventually(() => world.seenAt(path).length === 1, { every: 20 });
    return async () => {
      await eventually(() => world.seenAt(path).length === 2, { withinMs: 37_500 + SLACK_MS, every: 20 });
      const [first = 0, second = 0] = world.seenAt(path);
      tell(`${path}: tried again after ${Math.round(second - first)} ms`);
      expect(second - first).toBeGreaterThan(22_400);
      expect(second - first).toBeLessThan(37_500 + SLACK_MS);
    };
  },
};

const AROUND = '/job-around';
const [AROUND_JOBS, AROUND_EVERY_MS, AROUND_FIRST_MS] = [80, 50, 1_000];

/** To be begun last: the jump is to come amidst them. Due one after the other while the calendar jumps: some have started, some are being started, the others are hours away again. */
export const aroundTheJump: Case = {
  what: 'jobs start by the clock in force, whatever they were due by',
  async begin(world, { name }) {
    if (name === 'back') {
      world.page('POST', AROUND, () => ({}));
      const first = world.calendar() + AROUND_FIRST_MS;
      const due = Array.from({ length: AROUND_JOBS }, (_, i) => first + i * AROUND_EVERY_MS);
      await Promise.all(due.map((dueAt) => layJob(world, world.seller.url(AROUND), dueAt)));
      await eventually(() => world.seenAt(AROUND).length >= 10, { every: 1 });
    }
    return async (jumpedAt) => {
      if (name === 'forward') {
        await eventually(() => world.seenAt(AROUND).length === AROUND_JOBS, { withinMs: SLACK_MS, every: 20 });
      } else {
        await world.until(jumpedAt + AROUND_JOBS * AROUND_EVERY_MS + SLACK_MS);
        tell(`${AROUND}: ${world.seenAt(AROUND).length} of ${AROUND_JOBS} were called before a jump back`);
        // What is under way may still arrive; nothing starts.
        expect(world.seenAt(AROUND).filter((at) => at > jumpedAt + 500)).toEqual([]);
      }
      expectNoneEarly(await listed(world, AROUND));
    };
  },
};

const WAITING = '/job-waiting';

/** Due in ten seconds; after a jump back, in six hours and ten seconds. To be begun within those. */
export const waiting: Case = {
  what: 'a job that waits for an instant of the calendar waits for it by the clock in force',
  async begin(world, { name, to }) {
    const path = `${WAITING}/${name}`;
    world.page('POST', path, () => ({}));
    const dueAt = name === 'back' ? world.calendar() + 10_000 : to + 4_000;
    const id = await layJob(world, world.seller.url(path), dueAt);
    const laidAt = performance.now();
    return async (jumpedAt) => {
      const runs = (way: string, withinMs: number) =>
        eventually(() => world.seenAt(`${WAITING}/${way}`).length === 1, { withinMs, every: 20 });
      if (name === 'back') {
        await world.until(laidAt + 10_000 + SLACK_MS);
        expect(world.seenAt(path)).toEqual([]);
        expect(await world.read(`/jobs/${id}`)).toMatchObject({ status: 'scheduled', next_attempt_at: iso(dueAt) });
        return;
      }
      await runs('back', SLACK_MS);
      await runs('forward', 4_000 + SLACK_MS);
      expect((world.seenAt(path)[0] ?? 0) - jumpedAt).toBeGreaterThan(4_000 - EARLY_MS);
      expectNoneEarly(await listed(world, WAITING));
    };
  },
};

export const madeDue: Case = {
  what: 'a job that a jump makes due starts soon, and hundreds of them at the usual limits',
  async begin(world, { name, to }) {
    if (name === 'back') return nothing;
    const [path, crowd] = ['/job-made-due', '/job-crowd'];
    world.page('POST', path, () => ({}));
    const calls = crowdAt(world, crowd);
    await layJob(world, world.seller.url(path), to - HOUR_MS);
    // Other names of the seller are other origins.
    const url = world.seller.url(crowd, '127.0.0.1');
    for (let i = 0; i < CROWD; i += 20)
      await Promise.all(Array.from({ length: 20 }, (_, n) => layJob(world, url, to - HOUR_MS - i - n)));
    expect([world.seenAt(path), calls.deliveries]).toEqual([[], []]);
    return async (jumpedAt) => {
      await eventually(() => world.seenAt(path).length === 1, { withinMs: SLACK_MS, every: 10 });
      await eventually(() => calls.deliveries.length >= CROWD, { withinMs: CROWD_WITHIN_MS, every: 10 });
      const tookMs = Math.round(performance.now() - jumpedAt);
      tell(`${path}: after ${Math.round((world.seenAt(path)[0] ?? 0) - jumpedAt)} ms; ${CROWD} within ${tookMs} ms`);
      expect(new Set(calls.deliveries).size).toBe(CROWD);
      expect(calls.deliveries).toHaveLength(CROWD);
      expect(calls.most).toBeGreaterThan(1);
      expect(calls.most).toBeLessThanOrEqual(LANE_LIMIT);
    };
  },
};

/** A page that answers after 20 ms, and counts what it is asked at once. */
function crowdAt(world: JumpWorld, path: string): { readonly deliveries: string[]; readonly most: number } {
  const calls = { deliveries: [] as string[], most: 0 };
  let open = 0;
  world.seller.on('POST', path, async ({ headers }) => {
    calls.deliveries.push(String(headers['x-fliq-delivery-id']));
    calls.most = Math.max(calls.most, ++open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open -= 1;
    return {};
  });
  return calls;
}
