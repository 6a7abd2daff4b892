import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '1500' } });
/** A tool whose plan has no instant before the deadlines that are used here. */
const daily = () => journey.tool({ poll: { strategy: 'fixed', interval_s: 86_400, jitter: 0 } });
const processing = { body: { status: 'processing' } };

async function passTheDeadline(order: JourneyOrder): Promise<void> {
  journey.clock.advanceTo(Date.parse((await order.read()).deadline_at));
}

/** Answers each call when the test says so. */
function held(tool: JourneyTool, road: 'onJob' | 'onStatus'): ((reply: SellerReply) => void)[] {
  const waiting: ((reply: SellerReply) => void)[] = [];
  tool[road](() => new Promise<SellerReply>((resolve) => waiting.push(resolve)));
  return waiting;
}

async function expectExpired(order: JourneyOrder, timeline: string[]): Promise<void> {
  const { error, result, delivered_by, completed_at, next_check_at } = await order.becomes('expired');
  expect({ error, result, delivered_by, next_check_at }).toEqual({
    error: null,
    result: null,
    delivered_by: null,
    next_check_at: null,
  });
  expect(Date.parse(completed_at ?? '')).toBe(journey.clock.now());
  expect(await order.timeline()).toEqual(timeline);
  expect((await order.events()).at(-1)?.cause.kind).toBe('deadline');
  expect((await order.toldUpTo('order.expired')).filter((type) => type === 'order.expired')).toHaveLength(1);
}

describe('the deadline of an order', () => {
  it("is its own, else its tool's, else a day", async () => {
    const [short, plain] = [await journey.tool({ deadline_s: 600 }), await journey.tool()];
    const seconds = async (order: JourneyOrder) => {
      const { created_at, deadline_at } = await order.read();
      return (Date.parse(deadline_at) - Date.parse(created_at)) / 1000;
    };
    expect(await seconds(await short.place({ deadline_s: 60 }))).toBe(60);
    expect(await seconds(await short.place())).toBe(600);
    expect(await seconds(await plain.place())).toBe(86_400);
    expect(await seconds(await plain.place({ deadline_s: 2_592_000 }))).toBe(2_592_000);
  });

  it('is not passed a millisecond before', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    journey.clock.advanceTo(Date.parse((await order.read()).deadline_at) - 1);
    await journey.roundtrip.rooms.orders.expire.run();
    expect((await order.read()).status).toBe('processing');
    journey.pass(1);
    await order.becomes('expired');
  });
});

describe('an order expires', () => {
  it('in received, where its tool is busy; it is never sent', async () => {
    const tool = await journey.tool({ max_concurrency: 1 });
    const jobs = held(tool, 'onJob');
    const first = await tool.place();
    await eventually(() => jobs.length === 1);
    const second = await tool.place({ deadline_s: 60 });
    await passTheDeadline(second);
    await expectExpired(second, ['received', 'expired']);
    jobs[0]!({ status: 200 });
    await first.becomes('processing');
    const third = await tool.place();
    await eventually(() => jobs.length === 2);
    jobs[1]!({ status: 200 });
    await third.becomes('processing');
    expect(await second.attempts('forward')).toEqual([]);
  });

  it('in received, where its tool is paused', async () => {
    const tool = await journey.tool({ max_concurrency: 1 });
    const jobs = held(tool, 'onJob');
    const first = await tool.place();
    await eventually(() => jobs.length === 1);
    const waiting = await tool.place({ deadline_s: 3600 });
    await tool.pause();
    jobs[0]!({ status: 200 });
    await first.becomes('processing');
    await passTheDeadline(waiting);
    await expectExpired(waiting, ['received', 'expired']);
    await tool.resume();
    await (await tool.onJob({ status: 200 }).place()).becomes('processing');
    expect(await waiting.attempts('forward')).toEqual([]);
  });

  it('in forwarding, between two tries', async () => {
    const tool = (await journey.tool()).onJob({ status: 503 });
    const order = await tool.place({ deadline_s: 3600 });
    await order.attempt('forward', 1);
    await passTheDeadline(order);
    await expectExpired(order, ['received', 'forwarding', 'expired']);
  });

  it.each<[SellerReply, string]>([
    [{ status: 200 }, 'late'],
    [{ status: 503 }, 'late'],
    [{ body: { status: 'completed', result_text: 'x' } }, 'late'],
  ])('in forwarding, with the call in flight: its answer is late (%j)', async (reply, outcome) => {
    const tool = await journey.tool();
    const jobs = held(tool, 'onJob');
    const order = await tool.place({ deadline_s: 60 });
    await eventually(() => jobs.length === 1);
    await passTheDeadline(order);
    await expectExpired(order, ['received', 'forwarding', 'expired']);
    jobs[0]!(reply);
    expect((await order.attempt('forward', 1)).outcome).toBe(outcome);
    expect((await order.read()).status).toBe('expired');
    expect(await order.dueWork()).toEqual([]);
  });

  it('in processing, at once where there is no status URL', async () => {
    const order = await (await journey.tool({ status_url: null })).placed({ deadline_s: 60 });
    await passTheDeadline(order);
    await expectExpired(order, ['received', 'forwarding', 'processing', 'expired']);
  });

  it('in processing, at once where the status URL was taken away', async () => {
    const tool = await journey.tool();
    const order = await tool.placed({ deadline_s: 3600 });
    await tool.patch({ status_url: null });
    await passTheDeadline(order);
    await expectExpired(order, ['received', 'forwarding', 'processing', 'expired']);
    expect(tool.checks).toEqual([]);
  });
});

describe('an order in processing with a status URL is checked once more at its deadline', () => {
  it.each<[string, SellerReply, string]>([
    ['processing', processing, 'processing'],
    ['202', { status: 202 }, 'processing'],
    ['503', { status: 503 }, 'server_error'],
    ['404', { status: 404 }, 'not_found'],
    ['HTML', { body: '<p>' }, 'unreadable'],
    ['a bad result', { body: { status: 'completed' } }, 'bad_result'],
    ['Retry-After', { ...processing, headers: { 'retry-after': '60' } }, 'processing'],
    ['silence', { hang: true }, 'timeout'],
  ])('and expires where that says %s', async (_what, reply, outcome) => {
    const tool = (await daily()).onStatus(reply);
    const order = await tool.placed({ deadline_s: 120 });
    const { next_check_at, deadline_at } = await order.read();
    expect(next_check_at).toBe(deadline_at);
    const attempt = await order.checked();
    expect(attempt).toMatchObject({ outcome, started_at: deadline_at });
    await expectExpired(order, ['received', 'forwarding', 'processing', 'expired']);
    expect((await order.events()).at(-1)?.cause).toEqual({ kind: 'deadline', attempt_id: attempt.attempt_id });
    expect(await order.attempts('check')).toHaveLength(1);
  });

  it('and is completed where that brings a good result', async () => {
    const tool = (await daily()).onStatus({ body: { status: 'completed', result_text: 'just in time' } });
    const order = await tool.placed({ deadline_s: 60 });
    await order.checked();
    expect(await order.read()).toMatchObject({ status: 'completed', delivered_by: 'check' });
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
  });

  it('and is failed where that says so', async () => {
    const order = await (
      await daily()
    )
      .onStatus({ body: { status: 'failed', error: 'no' } })
      .placed({ deadline_s: 60 });
    await order.checked();
    expect(await order.read()).toMatchObject({ status: 'failed', delivered_by: 'check' });
  });

  it('and does not expire before that answer is in', async () => {
    const tool = await daily();
    const checks = held(tool, 'onStatus');
    const order = await tool.placed({ deadline_s: 60 });
    await passTheDeadline(order);
    await eventually(() => checks.length === 1);
    journey.pass(5_000);
    await journey.roundtrip.rooms.orders.expire.run();
    expect((await order.read()).status).toBe('processing');
    checks[0]!({ body: { status: 'completed', result_text: 'x' } });
    await order.becomes('completed');
  });

  it('also where its plan had other instants before', async () => {
    const tool = await journey.minutely({ deadline_s: 150 });
    const order = await tool.placed();
    const starts = [];
    for (let i = 0; i < 3; i++) starts.push((await order.checked()).started_at);
    await order.becomes('expired');
    const { created_at } = await order.read();
    expect(starts.map((start) => (Date.parse(start) - Date.parse(created_at)) / 1000)).toEqual([60, 120, 150]);
  });

  it('also where its tool got its status URL after the order was sent', async () => {
    const tool = await journey.tool({ status_url: null });
    const order = await tool.placed({ deadline_s: 60 });
    await tool.patch({ status_url: journey.seller.url(`/${tool.shortId}/status/{order_id}`) });
    tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    await passTheDeadline(order);
    expect((await order.becomes('completed')).delivered_by).toBe('check');
  });

  it('also while its tool is paused', async () => {
    const tool = (await journey.tool()).onStatus({ body: { status: 'completed', result_text: 'x' } });
    const order = await tool.placed({ deadline_s: 60 });
    await tool.pause();
    await order.checked();
    await order.becomes('completed');
  });
});

describe('a plan that is spent', () => {
  it.each<[string, object, number]>([
    ['max_checks', { max_checks: 2 }, 2],
    ['timeout_s', { timeout_s: 190 }, 3],
  ])(
    'by %s: checks stop, a callback is still waited for, and the deadline has its check',
    async (_what, limit, checks) => {
      const tool = await journey.minutely({ poll: { strategy: 'fixed', interval_s: 60, jitter: 0, ...limit } });
      const order = await tool.placed({ deadline_s: 7200 });
      for (let i = 0; i < checks; i++) await order.checked();
      const { next_check_at, deadline_at, status } = await order.read();
      expect([next_check_at, status]).toEqual([deadline_at, 'processing']);
      journey.pass(HOUR);
      await order.callback({ ok: true, status: 'processing', progress: 9 });
      expect(await order.attempts('check')).toHaveLength(checks);
      await order.checked();
      await order.becomes('expired');
      expect(tool.checks).toHaveLength(checks + 1);
    },
  );
});

describe('checking by hand', () => {
  it('looks now, and the plan goes on from there', async () => {
    const order = await (await journey.minutely()).placed();
    const path = `${order.path}/check`;
    const answer = await journey.roundtrip.call('POST', path);
    expect(answer.status).toBe(202);
    expect(await order.attempt('check', 1)).toMatchObject({ started_at: new Date(journey.clock.now()).toISOString() });
    await eventually(async () => Date.parse((await order.read()).next_check_at ?? '') === journey.clock.now() + MINUTE);
  });

  it('is 409 where the order is final, was not sent yet, or has no status URL', async () => {
    const [silent, tool] = [await journey.tool({ status_url: null }), await journey.tool()];
    expect((await (await silent.placed()).act('check', undefined, 409)).body.error.code).toBe('no_status_url');
    const done = await tool.placed();
    await done.callback({ ok: true, result_text: 'x' });
    expect((await done.act('check', undefined, 409)).body.error.code).toBe('wrong_state');
    const early = await tool.onJob({ status: 503 }).place();
    await early.attempt('forward', 1);
    expect((await early.act('check', undefined, 409)).body.error.code).toBe('wrong_state');
  });
});
