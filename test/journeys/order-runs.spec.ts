import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
const failing = { status: 'failed', error: 'out of ink' };

/** An order whose first run failed by a check, and that goes in its second. */
async function secondRun(tool: JourneyTool): Promise<JourneyOrder> {
  tool.onStatus({ body: failing });
  const order = await tool.placed();
  await order.checked();
  await order.becomes('failed');
  await order.retry();
  await order.becomes('processing', 2);
  return order;
}

/** Answers job POSTs one by one, each when the test says so. */
function heldJobs(tool: JourneyTool): ((reply: SellerReply) => void)[] {
  const held: ((reply: SellerReply) => void)[] = [];
  tool.onJob(() => new Promise<SellerReply>((resolve) => held.push(resolve)));
  return held;
}

describe('retry', () => {
  it('sends a failed order again, as its next run: cleared, with a new deadline, its history kept', async () => {
    const tool = (await journey.minutely()).onStatus([
      { body: { status: 'processing', progress: 30, message: 'Drawing' } },
      { body: failing },
    ]);
    const order = await tool.placed({ deadline_s: 7200 });
    for (let i = 0; i < 2; i++) await order.checked();
    const failed = await order.becomes('failed');
    journey.pass(HOUR);
    const answer = await order.act('retry', undefined, 202);
    expect(answer.headers.get('location')).toBe(`${journey.roundtrip.url}/v1/orders/${order.id}`);
    expect(answer.body).toMatchObject({ status: 'received', run: 2 });
    const again = await order.becomes('processing', 2);
    expect(again).toMatchObject({
      ...{ run: 2, progress: null, message: null, result: null, error: null, delivered_by: null, completed_at: null },
      created_at: failed.created_at,
    });
    expect(Date.parse(again.deadline_at)).toBe(journey.clock.now() + 7200_000);
    expect(Date.parse(again.forwarded_at!)).toBe(journey.clock.now());
    expect(await order.timeline()).toEqual([
      ...['received', 'forwarding', 'processing', 'failed'],
      ...['received', 'forwarding', 'processing'],
    ]);
    const events = await order.events();
    expect(events.filter((event) => event.type === 'status').map((event) => event.run)).toEqual([1, 1, 1, 1, 2, 2, 2]);
    expect(events.filter((event) => event.cause.kind === 'retry')).toMatchObject([{ from: 'failed', to: 'received' }]);
    const calls = (await order.attempts()).filter((attempt) => attempt.kind !== 'notify');
    expect(calls.map(({ kind, run, attempt_num }) => [kind, run, attempt_num])).toEqual([
      ...[
        ['forward', 1, 1],
        ['check', 1, 1],
        ['check', 1, 2],
      ],
      ['forward', 2, 1],
    ]);
  });

  it('gives the run its own ids, and its number to the callback URL', async () => {
    const order = await secondRun(await journey.minutely());
    await order.callback({ ok: false, error: 'again' }, { run: 2 });
    await order.retry();
    await order.becomes('processing', 3);
    const jobs = order.tool.jobs.map((job) => ({
      ...{ key: job.headers['idempotency-key'], webhookId: job.headers['webhook-id'] },
      callback: job.json<{ callback_url: string }>().callback_url,
    }));
    const callback = `${journey.roundtrip.url}/api/orders/callback`;
    expect(jobs).toEqual([
      { key: order.id, webhookId: order.id, callback },
      { key: `${order.id}:2`, webhookId: `${order.id}:2`, callback: `${callback}?run=2` },
      { key: `${order.id}:3`, webhookId: `${order.id}:3`, callback: `${callback}?run=3` },
    ]);
    const ts = order.tool.jobs.map((job) => job.json<{ ts: number }>().ts);
    expect(new Set(ts).size).toBe(1);
  });

  it('sends an expired order again, and the marketplace hears of each run', async () => {
    const tool = await journey.tool({ status_url: null, deadline_s: 60 });
    const order = await tool.placed();
    journey.pass(MINUTE);
    await order.becomes('expired');
    await order.retry();
    await order.becomes('processing', 2);
    await order.callback({ ok: true, result_text: 'x' });
    expect(await order.toldUpTo('order.completed')).toEqual([
      ...['order.processing', 'order.expired', 'order.processing', 'order.completed'],
    ]);
    expect(order.told.map((event) => event.data['run'])).toEqual([1, 1, 2, 2]);
  });

  it('has the whole six hours of tries anew', async () => {
    const tool = (await journey.tool()).onJob({ status: 400 });
    const order = await tool.place();
    await order.becomes('failed');
    journey.pass(7 * HOUR);
    tool.onJob([{ status: 503 }, { status: 200 }]);
    await order.retry();
    await order.attempt('forward', 2);
    await order.forwardedAgain();
    expect((await order.attempts('forward')).map(({ run, attempt_num }) => [run, attempt_num])).toEqual([
      ...[
        [1, 1],
        [2, 1],
        [2, 2],
      ],
    ]);
  });

  it('is for failed and expired orders only', async () => {
    const tool = await journey.tool({ status_url: null });
    const [open, done, ended] = [await tool.placed(), await tool.placed(), await tool.placed()];
    await done.callback({ ok: true, result_text: 'x' });
    await ended.cancel();
    for (const order of [open, done, ended]) {
      const before = await order.read();
      const { error } = (await order.act('retry', undefined, 409)).body as { error: { code: string; message: string } };
      expect(error.code).toBe('wrong_state');
      expectSentence(error.message);
      expect(await order.read()).toEqual(before);
    }
  });

  it('once, however many ask at the same time', async () => {
    const tool = (await journey.tool()).onJob([{ status: 400 }, { status: 200 }]);
    const order = await tool.place();
    await order.becomes('failed');
    const path = `${order.path}/retry`;
    const asked = await Promise.all(Array.from({ length: 8 }, () => journey.roundtrip.call('POST', path)));
    expect(asked.map((answer) => answer.status).sort()).toEqual([202, ...Array<number>(7).fill(409)]);
    await order.becomes('processing', 2);
    expect(tool.jobs).toHaveLength(2);
  });

  it('is refused where the tool was deleted', async () => {
    const tool = (await journey.tool()).onJob({ status: 400 });
    const order = await tool.place();
    await order.becomes('failed');
    await journey.api('DELETE', `/v1/tools/${tool.shortId}`, undefined, 204);
    expect((await order.act('retry', undefined, 409)).body.error.code).toBe('tool_deleted');
  });
});

describe('a good result of an earlier run completes the order', () => {
  it.each([
    ['a callback that names no run', undefined],
    ['a callback that names run 1', 1],
  ])('by %s', async (_what, run) => {
    const order = await secondRun(await journey.minutely());
    expect(
      (await order.callback({ ok: true, result_text: 'of run 1' }, run === undefined ? {} : { run })).body,
    ).toEqual({ ok: true });
    expect(await order.read()).toMatchObject({
      status: 'completed',
      run: 2,
      delivered_by: 'callback',
      result: { text: 'of run 1' },
    });
    expect((await order.attempt('callback', 1)).run).toBe(run ?? 2);
  });

  it("by the reply to the first run's forward, that comes in the second; the second's is late", async () => {
    const tool = await journey.minutely({ deadline_s: 60, status_url: null });
    const held = heldJobs(tool);
    const order = await tool.place();
    await eventually(() => held.length === 1);
    journey.pass(MINUTE);
    await order.becomes('expired');
    await order.retry();
    await eventually(() => held.length === 2);
    held[0]!({ body: { status: 'completed', result_text: 'of run 1' } });
    expect(await order.becomes('completed')).toMatchObject({
      run: 2,
      delivered_by: 'reply',
      result: { text: 'of run 1' },
    });
    held[1]!({ body: { status: 'completed', result_text: 'of run 2' } });
    const forwards = [await order.attempt('forward', 1), await order.attempt('forward', 2)];
    expect(forwards.map(({ run, outcome }) => [run, outcome])).toEqual([
      ...[
        [1, 'completed'],
        [2, 'late'],
      ],
    ]);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.expired', 'order.completed']);
    expect(await order.timeline()).toEqual([
      ...['received', 'forwarding', 'expired'],
      ...['received', 'forwarding', 'completed'],
    ]);
  });

  it('by a check of the first run that is answered in the second', async () => {
    const tool = await journey.minutely();
    const held: ((reply: SellerReply) => void)[] = [];
    tool.onStatus(() => new Promise<SellerReply>((resolve) => held.push(resolve)));
    const order = await tool.placed();
    journey.pass(MINUTE);
    await eventually(() => held.length === 1);
    await order.callback({ ok: false, error: 'no' });
    await order.retry();
    await order.becomes('processing', 2);
    held[0]!({ body: { status: 'completed', result_text: 'of run 1' } });
    expect(await order.becomes('completed')).toMatchObject({ run: 2, delivered_by: 'check' });
    expect(await order.attempt('check', 1)).toMatchObject({ run: 1, outcome: 'completed' });
  });
});

describe('a failure is late', () => {
  it('where a callback names an earlier run', async () => {
    const order = await secondRun(await journey.minutely());
    expect((await order.callback({ ok: false, error: 'something new' }, { run: 1 })).body).toEqual({
      ok: true,
      late: true,
    });
    expect(await order.attempt('callback', 1)).toMatchObject({ outcome: 'late', run: 1 });
    expect((await order.read()).status).toBe('processing');
  });

  it('and so is progress, where a callback names an earlier run', async () => {
    const order = await secondRun(await journey.minutely());
    const body = { ok: true, status: 'processing', progress: 90 };
    expect((await order.callback(body, { run: 1 })).body).toEqual({ ok: true, late: true });
    expect((await order.read()).progress).toBeNull();
  });

  it("where it is the reply to an earlier run's forward", async () => {
    const tool = await journey.minutely({ deadline_s: 60, status_url: null });
    const held = heldJobs(tool);
    const order = await tool.place();
    await eventually(() => held.length === 1);
    journey.pass(MINUTE);
    await order.becomes('expired');
    await order.retry();
    await eventually(() => held.length === 2);
    held[0]!({ body: { status: 'failed', error: 'of run 1' } });
    expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'late', run: 1 });
    expect((await order.read()).status).toBe('forwarding');
    held[1]!({ body: { status: 'failed', error: 'of run 1' } });
    expect((await order.becomes('failed')).error?.message).toBe('of run 1');
  });

  it('where a check repeats the very body that ended an earlier run; the order is asked on', async () => {
    const order = await secondRun(await journey.minutely());
    const echo = await order.checked();
    expect(echo).toMatchObject({ outcome: 'late', run: 2, status_code: 200 });
    expectSentence(echo.error);
    expect(await order.read()).toMatchObject({ status: 'processing', run: 2, error: null });
    expect(await order.checked()).toMatchObject({ outcome: 'late' });
    order.tool.onStatus({ body: { status: 'completed', result_text: 'at last' } });
    await order.checked();
    expect(await order.read()).toMatchObject({ status: 'completed', run: 2 });
  });

  it('where a callback without run repeats it; not where it names this run', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    const body = { ok: false, error: 'out of ink' };
    await order.callback(body);
    await order.retry();
    await order.becomes('processing', 2);
    expect((await order.callback(body)).body).toEqual({ ok: true, late: true });
    expect((await order.read()).status).toBe('processing');
    expect((await order.callback(body, { run: 2 })).body).toEqual({ ok: true });
    expect(await order.read()).toMatchObject({ status: 'failed', run: 2 });
  });

  it('where it repeats the body of any earlier run, not only of the last', async () => {
    const order = await secondRun(await journey.minutely());
    await order.callback({ ok: false, error: 'something else' }, { run: 2 });
    await order.retry();
    await order.becomes('processing', 3);
    expect(await order.checked()).toMatchObject({ outcome: 'late', run: 3 });
  });
});

describe('a failure counts', () => {
  it('where a check brings another body than the one before', async () => {
    const order = await secondRun(await journey.minutely());
    order.tool.onStatus({ body: { ...failing, error: 'out of paper' } });
    expect(await order.checked()).toMatchObject({ outcome: 'failed', run: 2 });
    expect(await order.read()).toMatchObject({ status: 'failed', error: { message: 'out of paper' } });
  });

  it.each<[string, SellerReply]>([
    ['processing in a check', { body: { status: 'processing' } }],
    ['202 in a check', { status: 202 }],
    ['a bad result in a check', { body: { status: 'completed', result_url: 'http://x.example' } }],
  ])('where the seller had said something else in this run: %s', async (_what, said) => {
    const order = await secondRun(await journey.minutely());
    order.tool.onStatus([said, { body: failing }]);
    await order.checked();
    expect(await order.checked()).toMatchObject({ outcome: 'failed', run: 2 });
  });

  it('where the seller had called back with progress in this run', async () => {
    const order = await secondRun(await journey.minutely());
    await order.callback({ ok: true, status: 'processing', progress: 5 });
    expect(await order.checked()).toMatchObject({ outcome: 'failed', run: 2 });
  });

  it('not by the acknowledgement of the forward, whatever it says', async () => {
    const tool = (await journey.minutely()).onJob({ body: { status: 'processing', progress: 1 } });
    expect(await (await secondRun(tool)).checked()).toMatchObject({ outcome: 'late' });
  });

  it('not by trouble on the way: the seller has said nothing', async () => {
    const order = await secondRun(await journey.minutely());
    order.tool.onStatus([{ status: 503 }, { status: 404 }, { body: 'Bad gateway' }, { body: failing }]);
    for (let i = 0; i < 3; i++) await order.checked();
    expect(await order.checked()).toMatchObject({ outcome: 'late' });
  });

  it("always, where it is the answer to this run's own forward", async () => {
    const tool = (await journey.tool()).onJob({ body: failing });
    const order = await tool.place();
    await order.becomes('failed');
    await order.retry();
    expect((await order.becomes('failed', 2)).delivered_by).toBe('reply');
    expect(await order.outcomes('forward')).toEqual(['failed', 'failed']);
    await eventually(() => order.told.length === 2);
    expect(order.told.map((event) => event.type)).toEqual(['order.failed', 'order.failed']);
  });
});

describe('the accepted answer again is a duplicate, whichever road it takes', () => {
  it('check after callback, and callback after check', async () => {
    const tool = await journey.minutely();
    const held: ((reply: SellerReply) => void)[] = [];
    tool.onStatus(() => new Promise<SellerReply>((resolve) => held.push(resolve)));
    const order = await tool.placed();
    journey.pass(MINUTE);
    await eventually(() => held.length === 1);
    await order.callback({ ok: true, filename: 'a.bin', file_base64: 'AAEC' });
    held[0]!({ body: { status: 'completed', files: [{ filename: 'a.bin', file_base64: 'AA\nEC' }] } });
    expect(await order.attempt('check', 1)).toMatchObject({ outcome: 'duplicate', status_code: 200 });
    const other = await tool.onStatus({ body: { status: 'completed', result_text: 'x' } }).placed();
    await other.checked();
    expect((await other.callback({ ok: true, result_text: 'x' })).body).toEqual({ ok: true, duplicate: true });
  });
});

describe('a late good result', () => {
  /** An order that ended without a result, and the attempt that then brought one. */
  async function lateResult(end: 'expired' | 'failed' | 'cancelled'): Promise<[JourneyOrder, string]> {
    const order = await (await journey.tool({ status_url: null })).placed();
    if (end === 'expired') journey.clock.advanceTo(Date.parse((await order.read()).deadline_at));
    else if (end === 'failed') await order.callback({ ok: false, error: 'no' });
    else await order.cancel();
    await order.becomes(end);
    const answer = await order.callback({ ok: true, filename: 'late.bin', file_base64: 'AAEC' });
    expect(answer.body).toEqual({ ok: true, late: true });
    const attempt = (await order.attempts('callback')).at(-1)!;
    expect(attempt.outcome).toBe('late');
    expect(await order.read()).toMatchObject({ status: end, result: null });
    return [order, attempt.attempt_id];
  }

  it.each(['expired', 'failed', 'cancelled'] as const)(
    'of an order that is %s is kept, and accepted by hand',
    async (end) => {
      const [order, attempt_id] = await lateResult(end);
      const answer = await order.act('accept', { attempt_id });
      expect(answer.body).toMatchObject({
        status: 'completed',
        run: 2,
        delivered_by: 'operator',
        error: null,
        progress: 100,
      });
      const { result } = await order.read();
      expect(result).toMatchObject({ output_type: 'file', files: [{ n: 1, filename: 'late.bin', size: 3 }] });
      expect((await journey.roundtrip.call('GET', result!.files[0]!.download_url!)).status).toBe(200);
      expect((await order.events()).at(-1)).toMatchObject({
        ...{ run: 2, from: end, to: 'completed', cause: { kind: 'accept', attempt_id } },
      });
      expect((await order.toldUpTo('order.completed')).slice(-2)).toEqual([`order.${end}`, 'order.completed']);
      expect((await order.callback({ ok: true, filename: 'late.bin', file_base64: 'AAEC' })).body).toEqual({
        ok: true,
        duplicate: true,
      });
      expect(order.tool.jobs).toHaveLength(1);
    },
  );

  it('is accepted once', async () => {
    const [order, attempt_id] = await lateResult('expired');
    await order.act('accept', { attempt_id });
    expect((await order.act('accept', { attempt_id }, 409)).body.error.code).toBe('wrong_state');
    expect((await order.read()).run).toBe(2);
  });

  it('that comes twice is kept once, and either attempt can be accepted', async () => {
    const [order] = await lateResult('expired');
    await order.callback({ ok: true, filename: 'late.bin', file_base64: 'AAEC' });
    const again = (await order.attempts('callback')).at(-1)!;
    await order.act('accept', { attempt_id: again.attempt_id });
    const { result } = await order.read();
    expect((await journey.roundtrip.call('GET', result!.files[0]!.download_url!)).status).toBe(200);
  });

  it('is 404 for an attempt that the order does not have, and 409 for one without a good result', async () => {
    const [order, attempt_id] = await lateResult('expired');
    const [other] = await lateResult('failed');
    for (const wrong of [
      `att_${randomUUID().replaceAll('-', '')}`,
      (await other.attempts('callback')).at(-1)!.attempt_id,
    ])
      expect((await order.act('accept', { attempt_id: wrong }, 404)).body.error.code).toBe('not_found');
    const forward = await order.attempt('forward', 1);
    await order.callback({ ok: false, error: 'a late failure' });
    const failure = (await order.attempts('callback')).at(-1)!;
    for (const attempt of [forward, failure])
      expectSentence((await order.act('accept', { attempt_id: attempt.attempt_id }, 409)).body.error.message as string);
    await order.act('accept', { attempt_id });
  });

  it('can still be accepted in a later run, once that has failed too', async () => {
    const [order, attempt_id] = await lateResult('failed');
    await order.retry();
    await order.becomes('processing', 2);
    expect((await order.act('accept', { attempt_id }, 409)).body.error.code).toBe('wrong_state');
    await order.callback({ ok: false, error: 'again' }, { run: 2 });
    await order.act('accept', { attempt_id });
    expect(await order.read()).toMatchObject({ status: 'completed', run: 3 });
  });
});
