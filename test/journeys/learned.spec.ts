import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { DurationStore } from '../../src/storage/duration-store.js';
import { about, LEARNED, SILENT, teach } from './learned-tool.js';
import { MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
afterEach(() => void jest.restoreAllMocks());

interface Ahead {
  readonly eta: { p50_s: number; p90_s: number; sample: number } | null;
  readonly next_check_at: string | null;
  readonly forwarded_at: string;
  readonly planned_checks: string[];
}
const ahead = async (order: JourneyOrder) => (await order.read()) as unknown as Ahead;

/** Seconds from the forward to the next check. */
async function nextS(order: JourneyOrder): Promise<number> {
  const { forwarded_at, next_check_at } = await ahead(order);
  return (Date.parse(next_check_at!) - Date.parse(forwarded_at)) / 1_000;
}

/** Seconds from the forward of each check, until the seller is done after `endS`. */
async function askedUntil(tool: JourneyTool, endS: number): Promise<number[]> {
  tool.onStatus({ body: { status: 'processing' } });
  const order = await tool.placed({ deadline_s: 1_000_000 });
  const from = Date.parse((await ahead(order)).forwarded_at);
  const instants: number[] = [];
  while ((await order.read()).status === 'processing') {
    const next = await nextS(order);
    if (next >= endS) tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    instants.push((Date.parse((await order.checked()).started_at) - from) / 1_000);
  }
  return instants;
}

async function taught(seconds: readonly number[], poll: object = LEARNED): Promise<JourneyTool> {
  const tool = await journey.tool({ poll: SILENT });
  await teach(tool, seconds);
  await tool.patch({ poll });
  return tool;
}

describe('a plan that learns', () => {
  it('asks like an exponential plan while its tool has under 20 past orders', async () => {
    const tool = await taught(about(300, 19));
    const order = await tool.placed();
    expect(await ahead(order)).toMatchObject({ eta: null });
    const instants: number[] = [];
    for (let i = 0; i < 3; i++) {
      instants.push(await nextS(order));
      await order.checked();
    }
    expect(instants).toEqual([30, 75, 142.5]);
  });

  it('asks when the orders before it were done, from those of any plan, also after a restart', async () => {
    const tool = await taught(about(300));
    const order = await tool.placed();
    const first = await nextS(order);
    expect(first).toBeGreaterThan(285);
    expect(first).toBeLessThan(315);
    await journey.roundtrip.stop();
    await journey.boot();
    expect(await nextS(await tool.placed())).toBeCloseTo(first, 1);
    const [found] = (await askedUntil(tool, 300)).slice(-1);
    expect(found! - 300).toBeLessThan(15);
  });

  it('finds a seller that became ten times slower within an hour of its end', async () => {
    const hour = await taught(about(1_200), { ...LEARNED, budget: 1, max_interval_s: 1_000_000 });
    const instants = await askedUntil(hour, 12_000);
    expect(instants.at(-1)! - 12_000).toBeLessThanOrEqual(3_600);
    for (const [i, at] of instants.entries()) expect(at - (instants[i - 1] ?? 0)).toBeLessThanOrEqual(3_600);
  });

  it('keeps its own longest gap', async () => {
    const instants = await askedUntil(await taught(about(600), { ...LEARNED, max_interval_s: 100 }), 600);
    for (const [i, at] of instants.entries()) expect(at - (instants[i - 1] ?? 0)).toBeLessThanOrEqual(100.01);
  });

  it('asks about each class when its own orders were done, and about a class without 20 by all of the tool', async () => {
    const poll = { ...LEARNED, class_from: 'model' };
    const tool = await journey.tool({ poll });
    tool.onStatus({ body: { status: 'processing' } });
    await teach(tool, about(40, 25), { inputs: { model: 'image' } });
    await teach(tool, about(900, 25), { inputs: { model: 'video' } });
    const [image, video, other] = await Promise.all(
      ['image', 'video', 'music'].map((model) => tool.placed({ inputs: { model } })),
    );
    expect(await nextS(image!)).toBeLessThan(50);
    expect(await nextS(video!)).toBeGreaterThan(800);
    expect((await ahead(image!)).eta).toMatchObject({ sample: 25 });
    expect((await ahead(video!)).eta!.p50_s).toBeGreaterThan(850);
    expect((await ahead(other!)).eta).toMatchObject({ sample: 50 });
  });

  it('hears the seller’s eta_s, in its reply and in its answers', async () => {
    const tool = await taught(about(300));
    tool.onJob({ body: { status: 'processing', eta_s: 200 } });
    tool.onStatus([
      { body: { status: 'processing', eta_s: 400 } },
      { body: { status: 'processing', eta_s: 50, next_check_s: 7 } },
    ]);
    const order = await tool.placed();
    expect(await nextS(order)).toBe(201);
    await order.checked();
    expect(await nextS(order)).toBe(201 + 401);
    await order.checked();
    expect(await nextS(order)).toBe(201 + 401 + 7);
  });

  it('reads no sketch for a check but once a minute', async () => {
    const tool = await taught(about(300), { ...LEARNED, max_interval_s: 2 });
    const order = await tool.placed();
    await order.checked();
    const find = jest.spyOn(DurationStore.prototype, 'find');
    for (let i = 0; i < 10; i++) await order.attempt('check', i + 1).then(() => order.checked());
    expect(find.mock.calls.length).toBeLessThanOrEqual(1);
  });
});

describe('the eta of an order', () => {
  it('is how long it takes in all, and holds for about nine orders in ten', async () => {
    const durations = Array.from({ length: 50 }, (_, i) => 60 * Math.exp(3 * ((i + 0.5) / 50)));
    const tool = await taught(durations, SILENT);
    const { eta } = await ahead(await tool.placed());
    expect(eta!.sample).toBe(50);
    const held = durations.filter((s) => s <= eta!.p90_s).length / 50;
    expect(held).toBeGreaterThanOrEqual(0.84);
    expect(held).toBeLessThanOrEqual(0.96);
    const half = durations.filter((s) => s <= eta!.p50_s).length / 50;
    expect(Math.abs(half - 0.5)).toBeLessThanOrEqual(0.08);
  });

  it('grows with what a check has seen, and stays the same between two checks', async () => {
    const poll = { strategy: 'fixed', interval_s: 500, jitter: 0 };
    const tool = await taught(
      Array.from({ length: 40 }, (_, i) => 50 * (i + 1)),
      poll,
    );
    const order = await tool.placed({ deadline_s: 90_000 });
    const before = await ahead(order);
    journey.pass(MINUTE);
    expect((await ahead(order)).eta).toEqual(before.eta);
    await order.checked();
    const after = await ahead(order);
    expect(after.eta!.p50_s).toBeGreaterThan(before.eta!.p50_s);
    expect(after.eta!.p50_s).toBeGreaterThan(500);
  });

  it('of a seller that only calls back counts from now, and is gone with the end', async () => {
    const tool = await journey.tool({ status_url: null });
    await teach(
      tool,
      Array.from({ length: 40 }, (_, i) => 50 * (i + 1)),
    );
    const order = await tool.placed();
    const before = (await ahead(order)).eta!;
    journey.pass(20 * MINUTE);
    const later = await ahead(order);
    expect(later.eta!.p50_s).toBeGreaterThanOrEqual(1_200);
    expect(later.eta!.p50_s).toBeGreaterThan(before.p50_s);
    expect(later.planned_checks).toEqual([]);
    await order.callback({ ok: true, result_text: 'x' });
    expect(await ahead(order)).toMatchObject({ eta: null, planned_checks: [] });
    const [listed] = (await journey.api('GET', `/v1/orders?short_id=${tool.shortId}`)).body.orders as object[];
    expect(listed).not.toHaveProperty('planned_checks');
  });
});

describe('the planned checks of an order', () => {
  it.each<[string, object, number[]]>([
    ['fixed', { strategy: 'fixed', initial_s: 10, interval_s: 60, jitter: 0 }, [10, 70, 130]],
    [
      'exponential',
      { strategy: 'exponential', initial_s: 5, interval_s: 2, multiplier: 2, max_interval_s: 60, jitter: 0 },
      [5, 7, 11],
    ],
    ['learned without samples', LEARNED, [30, 75, 142.5]],
  ])('are its next instants by the plan: %s', async (_name, poll, wanted) => {
    const order = await (await journey.tool({ poll })).placed();
    const { forwarded_at, next_check_at, planned_checks } = await ahead(order);
    expect(planned_checks).toHaveLength(10);
    expect(planned_checks[0]).toBe(next_check_at);
    const seconds = planned_checks.map((at) => (Date.parse(at) - Date.parse(forwarded_at)) / 1_000);
    expect(seconds.slice(0, 3)).toEqual(wanted);
    await order.checked();
    expect((await ahead(order)).planned_checks.slice(0, 2)).toEqual(planned_checks.slice(1, 3));
  });

  it('are the ticks of the sweep, and end with the deadline', async () => {
    const order = await (await journey.tool()).placed({ deadline_s: 1_200 });
    const { planned_checks, next_check_at } = await ahead(order);
    expect(planned_checks[0]).toBe(next_check_at);
    expect(planned_checks.at(-1)).toBe((await order.read()).deadline_at);
    expect(planned_checks.length).toBeLessThanOrEqual(3);
  });

  it('of a plan that learned lie where the orders before were done', async () => {
    const order = await (await taught(about(300))).placed();
    const { forwarded_at, planned_checks } = await ahead(order);
    const seconds = planned_checks.map((at) => (Date.parse(at) - Date.parse(forwarded_at)) / 1_000);
    expect(seconds.filter((s) => s > 280 && s < 330).length).toBeGreaterThanOrEqual(2);
  });
});
