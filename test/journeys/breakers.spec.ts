import { describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/cli/free-port.js';
import { eventually } from '../support/eventually.js';
import { MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
const plan = { poll: { strategy: 'fixed', interval_s: 60, jitter: 0 } };

/** Events of breakers in the log, with their origin's scope. */
function news(): string[] {
  const lines = journey.roundtrip.logged.map((line) => JSON.parse(line) as { event?: string; scope: string });
  return lines.filter(({ event }) => event?.startsWith('breaker.')).map(({ event, scope }) => `${event} ${scope}`);
}

function placed(tool: JourneyTool, count: number, fields: object = {}): Promise<JourneyOrder[]> {
  return Promise.all(Array.from({ length: count }, () => tool.placed(fields)));
}

/** Waits until so many checks of these orders are recorded. */
async function checked(orders: readonly JourneyOrder[], count: number): Promise<void> {
  await eventually(async () => {
    const all = await Promise.all(orders.map((order) => order.attempts('check')));
    if (all.flat().length < count) throw new Error(`${all.flat().length} of ${count} checks.`);
    return true;
  });
}

/** All of them wait in the table, due in the future: none is on its way or lost. */
async function waiting(orders: readonly JourneyOrder[]): Promise<number[]> {
  return Promise.all(
    orders.map(async (order) => {
      return eventually(async () => {
        const dueAt = await order.dueAt('check');
        return dueAt > journey.clock.now() ? dueAt : null;
      });
    }),
  );
}

describe('twenty 503 in a row from one tool at an origin that others share', () => {
  it('hold back that tool alone; a probe heals it and no order is lost', async () => {
    const [bad, good] = [await journey.tool({ ...plan, max_concurrency: 1 }), await journey.tool(plan)];
    bad.onStatus({ status: 503 });
    const orders = await placed(bad, 25);
    const [other] = await placed(good, 1);
    journey.pass(MINUTE);
    await checked([other!], 1);
    await checked(orders, 20);
    const dues = await waiting(orders);
    expect(bad.checks).toHaveLength(20);
    expect(news()).toEqual([...Array(3).fill('breaker.warning pair'), 'breaker.opened pair']);
    // Five were held back until it reopens; the others wait by their plan.
    const [soon, byPlan] = [30_000, 60_000].map((ms) => dues.filter((at) => at - journey.clock.now() >= ms).length);
    expect([soon, byPlan]).toEqual([25, 20]);

    bad.onStatus({ body: { status: 'completed', result_text: 'done' } });
    journey.pass(30_000);
    await eventually(() => news().at(-1) === 'breaker.closed pair');
    journey.pass(30_000);
    await Promise.all(orders.map((order) => order.becomes('completed')));
    expect(bad.checks).toHaveLength(45);
    // The good one's order was asked when it was due, while the other tool was held back too.
    await checked([other!], 2);
    const starts = (await other!.attempts('check')).map(({ started_at }) => Date.parse(started_at));
    expect(starts[1]! - starts[0]!).toBe(MINUTE);
  });

  it('do not hold back a look by hand, nor the last check at the deadline', async () => {
    const tool = await journey.tool({ ...plan, max_concurrency: 1 });
    tool.onStatus({ status: 503, headers: { 'retry-after': '1800' } });
    const orders = await placed(tool, 20);
    const last = await tool.placed({ deadline_s: 100 });
    const seen = await tool.placed();
    journey.pass(MINUTE);
    await checked(orders.concat(last, seen), 20);
    const all = [...orders, last, seen];
    await waiting(all);
    const before = tool.checks.length;
    expect(before).toBe(20);
    const unasked = (await Promise.all(all.map(async (order) => [order, await order.attempts('check')] as const)))
      .filter(([, attempts]) => attempts.length === 0)
      .map(([order]) => order);
    expect(unasked).toHaveLength(2);
    const byHand = unasked.find((order) => order !== last)!;
    await byHand.act('check', undefined, 202);
    await byHand.attempt('check', 1);
    expect(await byHand.read()).toMatchObject({ status: 'processing' });
    journey.pass(40_000);
    await last.becomes('expired');
    expect((await last.outcomes('check')).at(-1)).toBe('server_error');
    // Retry-After is longer than the breaker's own time: nobody else is asked before it.
    journey.pass(60_000);
    for (const at of await waiting(orders)) expect(at - journey.clock.now()).toBeGreaterThan(20 * MINUTE);
  });

  it('hold back its forwards too: no try is counted, and the orders go once it is well', async () => {
    const tool = await journey.tool({ ...plan, max_concurrency: 1 });
    tool.onJob({ status: 503 });
    const orders = await Promise.all(Array.from({ length: 21 }, () => tool.place()));
    await eventually(() => tool.jobs.length === 20);
    await eventually(async () => (await journey.roundtrip.call('GET', '/metrics')).text.includes('"forward"} 1'));
    const tries = async () => (await Promise.all(orders.map((order) => order.attempts('forward')))).flat();
    await eventually(async () => (await tries()).length >= 20);
    expect(await tries()).toHaveLength(20);
    expect(
      (await Promise.all(orders.map((order) => order.read()))).filter((o) => o.status === 'received'),
    ).toHaveLength(1);
    tool.onJob({ status: 200 });
    journey.pass(40_000);
    await eventually(() => tool.jobs.length >= 21);
    journey.pass(40_000);
    await Promise.all(orders.map((order) => order.becomes('processing')));
  });
});

describe('an origin that nobody can reach', () => {
  it('is held back for everybody once two sellers see it', async () => {
    const dead = `https://localhost:${await freePort()}`;
    const [one, two] = [await journey.newSeller(), await journey.newSeller()];
    const tools = await Promise.all(
      [one, two].map(({ seller_id }) =>
        journey.tool({ ...plan, seller_id, max_concurrency: 1, status_url: `${dead}/${seller_id}/{order_id}` }),
      ),
    );
    const orders = (await Promise.all(tools.map((tool) => placed(tool, 12)))).flat();
    journey.pass(MINUTE);
    await checked(orders, 20);
    await waiting(orders);
    expect(news().slice(-1)).toEqual(['breaker.opened origin']);
    const { text } = await journey.roundtrip.call('GET', '/metrics');
    expect(text).toContain('roundtrip_breaker_state{scope="origin",state="open"} 1');
  });
});
