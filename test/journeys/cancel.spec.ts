import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();

/** Answers each call when the test says so. */
function held(tool: JourneyTool, road: 'onJob' | 'onStatus'): ((reply: SellerReply) => void)[] {
  const waiting: ((reply: SellerReply) => void)[] = [];
  tool[road](() => new Promise<SellerReply>((resolve) => waiting.push(resolve)));
  return waiting;
}

async function expectCancelled(order: JourneyOrder, timeline: string[]): Promise<void> {
  const { status, error, result, delivered_by, next_check_at } = await order.read();
  expect({ status, error, result, delivered_by, next_check_at }).toEqual({
    ...{ status: 'cancelled', error: null, result: null, delivered_by: null, next_check_at: null },
  });
  expect(await order.timeline()).toEqual(timeline);
  expect((await order.events()).findLast((event) => event.type === 'status')?.cause).toMatchObject({ kind: 'cancel' });
  expect(await order.dueWork()).toEqual([]);
  expect((await order.toldUpTo('order.cancelled')).filter((type) => type === 'order.cancelled')).toHaveLength(1);
}

describe('cancel', () => {
  it('ends an order that was not sent yet, and it never is', async () => {
    const tool = await journey.tool({ max_concurrency: 1 });
    const jobs = held(tool, 'onJob');
    const first = await tool.place();
    await eventually(() => jobs.length === 1);
    const order = await tool.place();
    expect((await order.cancel()).body).toMatchObject({ order_id: order.id, status: 'cancelled' });
    await expectCancelled(order, ['received', 'cancelled']);
    jobs[0]!({ status: 200 });
    await first.becomes('processing');
    const next = await tool.place();
    await eventually(() => jobs.length === 2);
    jobs[1]!({ status: 200 });
    await next.becomes('processing');
    expect(tool.jobs.map((job) => job.json().order_id)).toEqual([first.id, next.id]);
  });

  it('ends an order between two tries, and it is not sent again', async () => {
    const tool = (await journey.tool()).onJob({ status: 503 });
    const order = await tool.place();
    await order.attempt('forward', 1);
    await order.cancel();
    await expectCancelled(order, ['received', 'forwarding', 'cancelled']);
    journey.pass(HOUR);
    await (await tool.onJob({ status: 200 }).place()).becomes('processing');
    expect(tool.jobs).toHaveLength(2);
  });

  it('ends an order in processing: it is checked no more, and its seller is not told', async () => {
    const tool = await journey.minutely();
    const [order, other] = [await tool.placed(), await tool.placed()];
    await order.cancel();
    await expectCancelled(order, ['received', 'forwarding', 'processing', 'cancelled']);
    await other.checked();
    expect(tool.checks.map((check) => check.params['id'])).toEqual([other.id]);
    expect(tool.jobs).toHaveLength(2);
    expect(await order.toldUpTo('order.cancelled')).toEqual(['order.processing', 'order.cancelled']);
  });

  it.each<[string, SellerReply]>([
    ['an acknowledgement', { status: 202 }],
    ['progress', { body: { status: 'processing', progress: 50 } }],
    ['a result', { body: { status: 'completed', result_text: 'in vain' } }],
    ['a failure', { body: { status: 'failed', error: 'no' } }],
    ['a refusal', { status: 400 }],
    ['a redirect', { status: 302 }],
    ['a 503', { status: 503 }],
  ])('does not abort a forward in flight; its answer is late: %s', async (_what, reply) => {
    const tool = await journey.tool();
    const jobs = held(tool, 'onJob');
    const order = await tool.place();
    await eventually(() => jobs.length === 1);
    await order.cancel();
    jobs[0]!(reply);
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome: 'late', status_code: reply.status ?? 200 });
    expectSentence(attempt.error);
    await expectCancelled(order, ['received', 'forwarding', 'cancelled']);
    expect((await order.read()).progress).toBeNull();
  });

  it.each<[string, SellerReply]>([
    ['processing', { body: { status: 'processing' } }],
    ['progress', { body: { status: 'processing', progress: 50 } }],
    ['a result', { body: { status: 'completed', result_text: 'in vain' } }],
    ['a failure', { body: { status: 'failed', error: 'no' } }],
    ['a bad result', { body: { status: 'completed' } }],
    ['a 503', { status: 503 }],
  ])('does not abort a check in flight; its answer is late: %s', async (_what, reply) => {
    const tool = await journey.minutely();
    const checks = held(tool, 'onStatus');
    const order = await tool.placed();
    journey.pass(MINUTE);
    await eventually(() => checks.length === 1);
    await order.cancel();
    checks[0]!(reply);
    const attempt = await order.attempt('check', 1);
    expect(attempt).toMatchObject({ outcome: 'late', status_code: reply.status ?? 200 });
    expectSentence(attempt.error);
    await expectCancelled(order, ['received', 'forwarding', 'processing', 'cancelled']);
    expect((await order.read()).progress).toBeNull();
  });

  it('makes a callback late; a good result of it can be accepted', async () => {
    const order = await (await journey.tool()).placed();
    await order.cancel();
    expect((await order.callback({ ok: true, status: 'processing', progress: 9 })).body).toEqual({
      ok: true,
      late: true,
    });
    expect((await order.callback({ ok: true, result_text: 'x' })).body).toEqual({ ok: true, late: true });
    await expectCancelled(order, ['received', 'forwarding', 'processing', 'cancelled']);
    await order.act('accept', { attempt_id: (await order.attempts('callback')).at(-1)!.attempt_id });
    expect((await order.read()).status).toBe('completed');
  });

  it('is 409 where the order is final', async () => {
    const tool = await journey.tool({ status_url: null });
    const [done, failed, cancelled, expired] = [
      await tool.placed(),
      await tool.placed(),
      await tool.placed(),
      await tool.placed({ deadline_s: 60 }),
    ];
    await done.callback({ ok: true, result_text: 'x' });
    await failed.callback({ ok: false });
    await cancelled.cancel();
    journey.pass(MINUTE);
    await expired.becomes('expired');
    for (const order of [done, failed, cancelled, expired]) {
      const before = await order.read();
      const { error } = (await order.act('cancel', undefined, 409)).body as {
        error: { code: string; message: string };
      };
      expect(error.code).toBe('wrong_state');
      expectSentence(error.message);
      expect(await order.read()).toEqual(before);
    }
  });

  it('wins or loses against a callback of the same moment, never both', async () => {
    const tool = await journey.tool({ status_url: null });
    const orders = await Promise.all(Array.from({ length: 20 }, () => tool.placed()));
    await Promise.all(
      orders.flatMap((order, i) => {
        const cancel = () => journey.roundtrip.call('POST', `${order.path}/cancel`);
        const callback = () => order.callback({ ok: true, result_text: 'x' });
        return i % 2 === 0 ? [cancel(), callback()] : [callback(), cancel()];
      }),
    );
    for (const order of orders) {
      const { status, result } = await order.read();
      expect(['completed', 'cancelled']).toContain(status);
      expect(result !== null).toBe(status === 'completed');
      expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', status]);
      expect(await order.toldUpTo(`order.${status}`)).toEqual(['order.processing', `order.${status}`]);
    }
  });

  it('is for the marketplace and operators', async () => {
    const seller = await journey.newSeller();
    const tool = await journey.tool({ seller_id: seller.seller_id });
    const tokens = { viewer: 403, seller: 404, marketplace: 200, operator: 200 };
    for (const [role, status] of Object.entries(tokens)) {
      const order = await tool.placed();
      const made =
        role === 'seller' ? seller : (await journey.api('POST', '/v1/tokens', { name: role, role }, 201)).body;
      const token = (made as { token: string }).token;
      expect([
        role,
        (await journey.roundtrip.call('POST', `${order.path}/cancel`, undefined, { token })).status,
      ]).toEqual([role, status]);
    }
  });
});
