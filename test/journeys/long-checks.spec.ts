import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

/** Real time. Checks that are not long have 500 ms; ten calls at once in all, nine of them for one tool. */
const journey = useJourney({
  time: 'machine',
  env: {
    MIN_CHECK_INTERVAL_S: '0.2',
    CHECK_TIMEOUT_MS: '500',
    MAX_CONCURRENCY: '10',
    MAX_CONCURRENCY_PER_ORIGIN: '10',
  },
});

const done = { body: { status: 'completed', result_text: 'done' } };
const applied = { 'preference-applied': 'wait=30' };
const longPlan = (more: object = {}) => ({
  poll: { strategy: 'fixed', initial_s: 0, interval_s: 300, jitter: 0, wait_s: 30, ...more },
});

/** Ends the waiting of every seller of a test. */
let finish: (reply: SellerReply) => void = () => undefined;
afterEach(() => finish(done));

/** A seller that holds each GET until the job is done, as it is asked to. */
function holding(tool: JourneyTool): JourneyTool {
  const ready = new Promise<SellerReply>((resolve) => (finish = resolve));
  return tool.onStatus(() => ready);
}

describe('a long check', () => {
  it('brings the result within a second of its being ready, by one GET', async () => {
    const tool = holding(await journey.tool(longPlan()));
    const order = await tool.placed();
    await eventually(() => tool.checks.length === 1);
    expect(tool.checks[0]?.headers['prefer']).toBe('wait=30');
    // A check that is not long, begun after it, is at its end.
    const usual = (await journey.tool({ poll: { ...longPlan().poll, wait_s: undefined } })).onStatus({ hang: true });
    expect(await (await usual.placed()).attempt('check', 1)).toMatchObject({ outcome: 'timeout' });
    expect((await order.read()).status).toBe('processing');
    const readyAt = Date.now();
    finish({ ...done, headers: applied });
    const { completed_at } = await order.becomes('completed');
    expect(Date.parse(completed_at!) - readyAt).toBeLessThan(1_000);
    expect(await order.outcomes('check')).toEqual(['completed']);
  });

  it('follows the one before at once where the seller did wait, and still is at work', async () => {
    const tool = await journey.tool(longPlan({ wait_s: 0.4 }));
    const answers: SellerReply[] = [
      { headers: applied, body: { status: 'processing' } },
      { headers: { ...applied, etag: '"1"' }, body: { status: 'processing' } },
      { status: 304, headers: applied },
    ];
    tool.onStatus(() => sleep(250, answers.shift() ?? done));
    const order = await tool.placed();
    await order.becomes('completed');
    expect(await order.outcomes('check')).toEqual(['processing', 'processing', 'not_modified', 'completed']);
    const [first, second] = tool.checks;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(200);
  });

  it('comes by the plan, and asks for the wait again, where the seller does not know of it', async () => {
    const tool = await journey.tool(longPlan({ interval_s: 1 }));
    tool.onStatus([{ body: { status: 'processing' } }, done]);
    await (await tool.placed()).becomes('completed');
    expect(tool.checks.map(({ headers }) => headers['prefer'])).toEqual(['wait=30', 'wait=30']);
    expect(tool.checks[1]!.at - tool.checks[0]!.at).toBeGreaterThanOrEqual(990);
  });

  it('comes by the plan where the seller only says that it waited', async () => {
    const tool = await journey.tool(longPlan({ interval_s: 1 }));
    tool.onStatus([{ headers: applied, body: { status: 'processing' } }, done]);
    await (await tool.placed()).becomes('completed');
    expect(tool.checks[1]!.at - tool.checks[0]!.at).toBeGreaterThanOrEqual(990);
  });

  it('comes when the seller says, be it later: next_check_s and Retry-After', async () => {
    const tool = await journey.tool(longPlan());
    tool.onStatus([
      { headers: applied, body: { status: 'processing', next_check_s: 1 } },
      { headers: { ...applied, 'retry-after': '1' }, body: { status: 'processing', next_check_s: 0 } },
      done,
    ]);
    await (await tool.placed()).becomes('completed');
    const [a, b, c] = tool.checks.map(({ at }) => at);
    expect(b! - a!).toBeGreaterThanOrEqual(990);
    expect(c! - b!).toBeGreaterThanOrEqual(990);
  });

  it('does not follow at once on trouble', async () => {
    const tool = await journey.tool(longPlan());
    tool.onStatus({ status: 503, headers: applied });
    const order = await tool.placed();
    await order.attempt('check', 1);
    const { next_check_at } = await order.read();
    expect(Date.parse(next_check_at!) - Date.now()).toBeGreaterThan(200_000);
  });

  it('is one from the next check on where the plan is changed, and no more where it is changed back', async () => {
    const plain = { strategy: 'fixed', initial_s: 0, interval_s: 0.3, jitter: 0 };
    const tool = await journey.tool({ poll: plain });
    const order = await tool.placed();
    const asksToWait = () => tool.checks.at(-1)?.headers['prefer'] !== undefined;
    await eventually(() => tool.checks.length > 0 && !asksToWait());
    await tool.patch({ poll: { ...plain, wait_s: 5 } });
    await eventually(asksToWait);
    await tool.patch({ poll: plain });
    await eventually(() => !asksToWait());
    expect((await order.read()).status).toBe('processing');
  });
});

describe('many long checks', () => {
  it('of one tool delay neither other calls to it nor those of others', async () => {
    const waiting = holding(await journey.tool({ ...longPlan(), max_concurrency: 50 }));
    const orders = await Promise.all(Array.from({ length: 50 }, () => waiting.placed()));
    // As many as one tool gets of the places for long calls: the others stand in line behind them.
    await eventually(() => waiting.checks.length === 9);
    const other = await journey.tool({ poll: { strategy: 'fixed', initial_s: 0, interval_s: 0.2, jitter: 0 } });
    const began = Date.now();
    const ordinary = await Promise.all(Array.from({ length: 5 }, () => other.placed()));
    await Promise.all(ordinary.map((order) => order.attempt('check', 3)));
    await waiting.placed();
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(waiting.checks).toHaveLength(9);
    finish(done);
    // One after the other: fifty that ask all the time would take the server's time.
    for (const order of orders) await order.becomes('completed');
  });

  it('are given up when the process stops, and asked again by the next', async () => {
    const tool = holding(await journey.tool(longPlan()));
    const order = await tool.placed();
    await eventually(() => tool.checks.length === 1);
    await journey.roundtrip.rooms.engineRoom.engine.stop(100); // instead of the nine seconds of a real stop
    expect(await order.dueWork()).toEqual(['check']);
    await journey.roundtrip.stop();
    await journey.boot();
    await eventually(() => tool.checks.length === 2);
    finish(done);
    await order.becomes('completed');
    expect(await order.outcomes('check')).toEqual(['completed']);
  });
});

describe('a long check that times out', () => {
  it('counts against its tool only where the seller had never waited before', async () => {
    const plan = longPlan({ wait_s: 0.1 });
    const [patient, silent] = [await journey.tool(plan), await journey.tool(plan)];
    const waited = { headers: applied, body: { status: 'processing' } };
    patient.onStatus(() => (patient.checks.length === 1 ? sleep(60, waited) : { hang: true }));
    silent.onStatus({ hang: true });
    const orders = [await patient.placed(), await silent.placed()];
    const attempts = await Promise.all([orders[0]!.attempt('check', 2), orders[1]!.attempt('check', 1)]);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['timeout', 'timeout']);
    const { text } = await journey.roundtrip.call('GET', '/metrics');
    expect(text).toContain('roundtrip_breaker_state{scope="pair",state="closed"} 1\n');
  });
});
