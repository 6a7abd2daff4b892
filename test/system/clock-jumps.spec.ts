import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createAuthority } from '../support/local-authority.js';
import { startSeller, type ScriptedSeller } from '../support/scripted-seller.js';
import { FakedTimeServer } from './faked-time-server.js';
import { tell } from './system-world.js';

const HOUR_MS = 3_600_000;
/** The gap between two requests of a poll, and between two ticks of the sweep. */
const GAP_MS = 2_000;
/** How much later than its gap anything may come, on a busy machine. */
const SLACK_MS = 2_000;

/**
 * What one kind of work does across a jump of the calendar. It is begun before the jump, and must have gone on as it should soon
 * after; both jumps are made of the same server, one after the other, with cases begun anew for each.
 */
interface Case {
  readonly what: string;
  /** Lays it down; answers what is to be waited for after the jump. */
  begin(jump: Jump): Promise<(jumpedAt: number) => Promise<void>>;
}

interface Jump {
  readonly name: 'back' | 'forward';
  /** Of the server's calendar from the machine's, once it has jumped. */
  readonly offset: string;
  readonly deltaMs: number;
}

const JUMPS: readonly Jump[] = [
  { name: 'back', offset: '-6h', deltaMs: -6 * HOUR_MS },
  { name: 'forward', offset: '+0', deltaMs: 6 * HOUR_MS },
];

let seller: ScriptedSeller;
let server: FakedTimeServer;
/** The instants of the requests to each path, on the clock that does not jump. */
const seen = new Map<string, number[]>();

beforeAll(async () => {
  const authority = await createAuthority();
  seller = await startSeller(authority);
  const env = { SWEEP_CRON: `*/${GAP_MS / 1000} * * * * *`, MIN_CHECK_INTERVAL_S: '0.1' };
  server = await FakedTimeServer.start(env, authority.caPem);
}, 40_000);
afterAll(async () => {
  const code = await server?.stop();
  await seller?.close();
  expect(code).toBe(0);
});

const seenAt = (path: string) => seen.get(path) ?? [];

/** A page of the seller's that notes when it is asked for. */
function page(method: string, path: string, reply: (nth: number) => { status?: number; body: object }): void {
  seller.on(method, path, () => {
    const times = [...seenAt(path), performance.now()];
    seen.set(path, times);
    return reply(times.length);
  });
}

async function made<T>(path: string, body: object): Promise<T> {
  const answer = await server.call('POST', path, body);
  if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as T;
}

/** The gap across the jump, and the three after it, are as long as they should be. */
async function expectSteady(path: string, jumpedAt: number): Promise<void> {
  const after = () => seenAt(path).filter((at) => at > jumpedAt);
  await eventually(() => after().length >= 4, { withinMs: 6 * (GAP_MS + SLACK_MS), every: 20 });
  const times = seenAt(path);
  const from = times.findIndex((at) => at > jumpedAt);
  const gaps = times.slice(from, from + 4).map((at, i) => at - (times[from + i - 1] ?? NaN));
  tell(`${path}: gaps of ${gaps.map((gap) => Math.round(gap)).join(', ')} ms`);
  expect(Math.max(...gaps)).toBeLessThan(GAP_MS + SLACK_MS);
}

const poll: Case = {
  what: 'a poll keeps its interval',
  async begin({ name }) {
    const path = `/poll/${name}`;
    page('GET', path, () => ({ body: { status: 'working' } }));
    const response_filter = { body: { status: ['done'] } };
    await made('/v1/polls', { url: seller.url(path), interval: GAP_MS / 1000, timeout: 86_400, response_filter });
    await eventually(() => seenAt(path).length >= 2, { every: 20 });
    return async (jumpedAt) => {
      await expectSteady(path, jumpedAt);
      const gaps = seenAt(path).map((at, i, all) => at - (all[i - 1] ?? -Infinity));
      // Never early either.
      expect(Math.min(...gaps)).toBeGreaterThan(GAP_MS - 50);
    };
  },
};

const sweep: Case = {
  what: 'orders are asked about with each tick of the sweep, and sweeps are opened',
  async begin({ name }) {
    page('POST', `/job/${name}`, () => ({ status: 202, body: {} }));
    const path = `/status/${name}/:id`;
    page('GET', path, () => ({ body: { status: 'processing' } }));
    await makeOrder(`sweep-${name}`, `/job/${name}`, { status_url: seller.url(`/status/${name}/{order_id}`) });
    await eventually(() => seenAt(path).length >= 1, { every: 20, withinMs: 10_000 });
    return async (jumpedAt) => {
      const sweeps = server.logged('sweep.opened').length;
      await expectSteady(path, jumpedAt);
      await eventually(() => server.logged('sweep.opened').length >= sweeps + 2, { withinMs: 3 * (GAP_MS + SLACK_MS) });
    };
  },
};

/** The first wait is 5 s, a quarter more or less. */
const retry: Case = {
  what: 'a forward that failed is tried again after its wait',
  async begin({ name }) {
    const path = `/failing/${name}`;
    page('POST', path, (nth) => ({ status: nth === 1 ? 503 : 202, body: {} }));
    await makeOrder(`retry-${name}`, path, {});
    await eventually(() => seenAt(path).length === 1, { every: 20 });
    return async () => {
      await eventually(() => seenAt(path).length === 2, { withinMs: 6_250 + SLACK_MS, every: 20 });
      const [first = 0, second = 0] = seenAt(path);
      tell(`${path}: tried again after ${Math.round(second - first)} ms`);
      expect(second - first).toBeGreaterThan(3_700);
      expect(second - first).toBeLessThan(6_250 + SLACK_MS);
    };
  },
};

async function makeOrder(shortId: string, path: string, more: object): Promise<void> {
  const { seller_id } = await made<{ seller_id: string }>('/v1/sellers', { name: shortId });
  const auth_headers = { 'x-k': 'k' };
  const tool = { short_id: shortId, seller_id, name: shortId, job_url: seller.url(path), auth_headers, ...more };
  await made('/v1/tools', tool);
  await made('/v1/orders', { short_id: shortId, inputs: { text: 'x' }, deadline_s: 86_400 });
}

const CASES: readonly Case[] = [poll, sweep, retry];

it.each(JUMPS)(
  'six hours $name: what is tried or asked after a gap keeps its gap, and the sweep goes on',
  async (jump) => {
    // The wait for a retry begins last: the jump is to come within it.
    const ends: ((jumpedAt: number) => Promise<void>)[] = [];
    for (const one of CASES) ends.push(await one.begin(jump));
    const jumps = server.logged('clock.jumped').length;
    const jumpedAt = performance.now();
    server.setCalendar(jump.offset);
    await Promise.all(ends.map((end) => end(jumpedAt)));
    const lines = server.logged('clock.jumped').slice(jumps);
    expect(lines).toHaveLength(1);
    expect(Math.abs((lines[0]?.['delta_ms'] as number) - jump.deltaMs)).toBeLessThan(500);
    const metrics = await server.call('GET', '/metrics');
    expect(metrics.text).toContain(`roundtrip_clock_jumps_total ${jumps + 1}`);
    expect(server.logged('error')).toEqual([]);
  },
  60_000,
);
