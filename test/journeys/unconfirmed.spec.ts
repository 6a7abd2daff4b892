import { describe, expect, it } from '@jest/globals';
import type { SellerReply } from '../support/scripted-seller.js';
import { expectSentence, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney();
const lost: SellerReply = { resetBefore: true };

/** An order whose forward was fully sent and never answered; what follows answers later job POSTs. */
async function unconfirmed(...later: SellerReply[]): Promise<JourneyOrder> {
  const order = await (await journey.minutely()).onJob([lost, ...later]).placed();
  expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'unconfirmed', status_code: null });
  return order;
}

/** Lets the next check answer 404, and waits for the forward that follows from it. */
async function sentAgain(order: JourneyOrder): Promise<void> {
  order.tool.onStatus({ status: 404 });
  expect(await order.checked()).toMatchObject({ outcome: 'not_found' });
  await order.attempt('forward', 2);
}

describe('an order that was fully sent and never answered', () => {
  it('is processing, and asked about by its plan', async () => {
    const order = await unconfirmed({ status: 200 });
    expectSentence((await order.attempt('forward', 1)).error);
    expect(Date.parse((await order.read()).next_check_at ?? '')).toBe(journey.clock.now() + MINUTE);
    expect(await order.toldUpTo('order.processing')).toEqual(['order.processing']);
  });

  it('is sent once more after a 404, with the same ids and the same body, and the timeline tells why', async () => {
    const order = await unconfirmed({ status: 202 });
    await sentAgain(order);
    expect(await order.outcomes('forward')).toEqual(['unconfirmed', 'accepted']);
    const [first, second] = order.tool.jobs;
    expect(second?.body).toEqual(first?.body);
    for (const name of ['idempotency-key', 'webhook-id']) expect(second?.headers[name]).toBe(order.id);
    expect((await order.read()).status).toBe('processing');
    const [check, note] = [
      await order.attempt('check', 1),
      (await order.events()).find((event) => event.type === 'note'),
    ];
    expect(note).toMatchObject({ from: null, to: null, cause: { kind: 'check', attempt_id: check.attempt_id } });
    expectSentence(note!.message);
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing']);
  });

  it('is sent once only, however many 404s follow', async () => {
    const order = await unconfirmed({ status: 202 });
    await sentAgain(order);
    for (let i = 0; i < 4; i++) expect(await order.checked()).toMatchObject({ outcome: 'not_found' });
    expect(order.tool.jobs).toHaveLength(2);
    expect((await order.events()).filter((event) => event.type === 'note')).toHaveLength(1);
  });

  it('is sent once only, though the second is never answered either', async () => {
    const order = await unconfirmed(lost);
    await sentAgain(order);
    expect(await order.outcomes('forward')).toEqual(['unconfirmed', 'unconfirmed']);
    for (let i = 0; i < 3; i++) await order.checked();
    expect(order.tool.jobs).toHaveLength(2);
    order.tool.onStatus({ body: { status: 'completed', result_text: 'it was there all the time' } });
    await order.checked();
    expect((await order.read()).status).toBe('completed');
  });

  it('is completed by the reply to the second', async () => {
    const order = await unconfirmed({ body: { status: 'completed', result_text: 'x' } });
    await sentAgain(order);
    expect(await order.becomes('completed')).toMatchObject({ delivered_by: 'reply', run: 1 });
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing', 'completed']);
  });

  it.each<[string, SellerReply, string]>([
    ['is refused', { status: 422, body: 'no' }, 'seller_rejected'],
    ['is redirected', { status: 301 }, 'seller_redirected'],
    ['says failed', { body: { status: 'failed', error: 'no' } }, 'seller_failed'],
  ])('is failed where the second %s', async (_what, reply, code) => {
    const order = await unconfirmed(reply);
    await sentAgain(order);
    expect(await order.becomes('failed')).toMatchObject({ error: { code }, delivered_by: 'reply' });
    expect(await order.dueWork()).toEqual([]);
  });

  it('is sent until it arrives, where the second is put off: that counts as one', async () => {
    const order = await unconfirmed({ status: 503 }, { status: 503 }, { status: 200 });
    await sentAgain(order);
    expect((await order.read()).status).toBe('processing');
    for (let i = 0; i < 2; i++) await order.forwardedAgain();
    expect(await order.outcomes('forward')).toEqual(['unconfirmed', 'server_error', 'server_error', 'accepted']);
    expect(order.tool.jobs).toHaveLength(4);
  });

  it('waits with the second while its tool is paused', async () => {
    const order = await unconfirmed({ status: 200 });
    await order.tool.pause();
    order.tool.onStatus({ status: 404 });
    await order.checked();
    await order.checked();
    expect(order.tool.jobs).toHaveLength(1);
    await order.tool.resume();
    expect(await order.attempt('forward', 2)).toMatchObject({ outcome: 'accepted' });
  });

  it.each<[string, SellerReply, string]>([
    ['it said processing', { body: { status: 'processing' } }, 'evicted'],
    ['it answered 202', { status: 202 }, 'evicted'],
    ['it answered 304', { status: 304 }, 'evicted'],
    ['it brought a bad result', { body: { status: 'completed' } }, 'evicted'],
  ])('is not sent again where the seller had known it: %s', async (_what, known, outcome) => {
    const order = await unconfirmed({ status: 200 });
    order.tool.onStatus([known, { status: 404 }]);
    await order.checked();
    expect(await order.checked()).toMatchObject({ outcome });
    expect(await order.checked()).toMatchObject({ outcome });
    expect(order.tool.jobs).toHaveLength(1);
  });

  it.each([[401], [410], [500], [503], [429]])(
    'is not sent again for a %d: only 404 says that it did not arrive',
    async (status) => {
      const order = await unconfirmed({ status: 200 });
      order.tool.onStatus([{ status }, { status }, { status: 404 }]);
      for (let i = 0; i < 2; i++) await order.checked();
      expect(order.tool.jobs).toHaveLength(1);
      await order.checked();
      await order.attempt('forward', 2);
      expect(order.tool.jobs).toHaveLength(2);
    },
  );

  it('is completed by a callback, and then it is not sent again', async () => {
    const order = await unconfirmed({ status: 200 });
    await order.callback({ ok: true, result_text: 'x' });
    order.tool.onStatus({ status: 404 });
    journey.pass(5 * MINUTE);
    expect(await order.dueWork()).toEqual([]);
    expect((await order.read()).status).toBe('completed');
    expect(order.tool.jobs).toHaveLength(1);
  });

  it('waits for a callback where there is no status URL', async () => {
    const tool = (await journey.tool({ status_url: null })).onJob(lost);
    const order = await tool.placed();
    expect(await order.dueWork()).toEqual([]);
    await order.callback({ ok: true, result_text: 'x' });
    expect((await order.read()).status).toBe('completed');
    expect(tool.jobs).toHaveLength(1);
  });
});

describe('an order that its seller has acknowledged', () => {
  it('is never sent again for a 404', async () => {
    const order = await (await journey.minutely()).onStatus({ status: 404 }).placed();
    for (let i = 0; i < 4; i++) expect(await order.checked()).toMatchObject({ outcome: 'not_found' });
    expect(order.tool.jobs).toHaveLength(1);
  });

  it('though the body of the acknowledgement broke off: its status line had arrived', async () => {
    const tool = (await journey.minutely()).onJob({ status: 202, body: { queued: true }, resetAfter: true });
    const order = await tool.onStatus({ status: 404 }).placed();
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome: 'accepted', status_code: 202 });
    expectSentence(attempt.error);
    for (let i = 0; i < 2; i++) await order.checked();
    expect(tool.jobs).toHaveLength(1);
  });
});
