import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { BatchSeller, idsOf } from './batch-seller.js';
import { expectSentence, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '2500', MIN_CHECK_INTERVAL_S: '0' } });

/** Lets time pass up to the next checks, and waits until every one of these orders has so many. */
async function checked(orders: readonly JourneyOrder[], count = 1): Promise<void> {
  journey.pass(MINUTE);
  for (const order of orders) await order.attempt('check', count);
}

const outcomesOf = (orders: readonly JourneyOrder[]) => Promise.all(orders.map((order) => order.outcomes('check')));

/** Nothing of these orders may be said in the attempts of another. */
async function expectOwnExcerpts(orders: readonly JourneyOrder[]): Promise<void> {
  for (const order of orders)
    for (const { response_excerpt: excerpt } of await order.attempts('check'))
      for (const other of orders) if (other !== order) expect(excerpt ?? '').not.toContain(other.id);
}

describe('a tool with a batch URL', () => {
  it('is asked about what is due together by one POST, with its headers, for plain JSON', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = await seller.orders(3);
    await checked(orders);
    const [request] = seller.batches;
    expect(seller.sizes).toEqual([3]);
    expect(idsOf(request!).sort()).toEqual(orders.map(({ id }) => id).sort());
    expect(Object.keys(request!.json())).toEqual(['order_ids']);
    expect(request?.headers).toMatchObject({
      authorization: `Bearer key-of-${seller.tool.shortId}`,
      ...{ accept: 'application/json', 'accept-encoding': 'identity', 'content-type': 'application/json' },
    });
    expect(seller.tool.checks).toEqual([]);
    const [order] = orders as [JourneyOrder];
    expect(await order.attempt('check', 1)).toMatchObject({
      ...{
        kind: 'check',
        method: 'POST',
        run: 1,
        attempt_num: 1,
        status_code: 200,
        outcome: 'processing',
        error: null,
      },
      url: journey.seller.url(`/${seller.tool.shortId}/batch`),
      response_excerpt: `{"order_id":"${order.id}","status":"processing"}`,
    });
    expect((await order.read()).attempts).toBe(2);
    await expectOwnExcerpts(orders);
  });

  it('answers for 250 due orders in three requests, and each is settled by its own word', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = await seller.orders(250);
    const words = [
      { status: 'completed', result_text: 'Done' },
      { status: 'failed', error: 'No paint left' },
      { status: 'processing', progress: 40, message: 'Drying' },
      { status: 'completed', output_type: 'file', file_base64: '!', filename: 'a.png' },
      { status: 'drying' },
    ];
    orders.forEach((order, i) => seller.says(order, words[i % words.length] ?? null));
    await checked(orders);
    expect(seller.sizes.sort()).toEqual([100, 100, 50]);
    const outcomes = (await outcomesOf(orders)).map(([outcome]) => outcome);
    expect(outcomes).toEqual(
      orders.map((_, i) => ['completed', 'failed', 'processing', 'bad_result', 'unreadable'][i % words.length]),
    );
    const read = await Promise.all(orders.slice(0, 5).map((order) => order.read()));
    expect(read).toMatchObject([
      { status: 'completed', delivered_by: 'check', result: { output_type: 'text', text: 'Done' } },
      { status: 'failed', delivered_by: 'check', error: { code: 'seller_failed', message: 'No paint left' } },
      { status: 'processing', progress: 40, message: 'Drying' },
      { status: 'processing' },
      { status: 'processing' },
    ]);
    expect(seller.tool.checks).toEqual([]);
    await expectOwnExcerpts(orders.slice(0, 5));
    for (const order of orders.slice(3, 5)) expectSentence((await order.attempt('check', 1)).error);
  }, 60_000);

  it('asks again by the plan, next_check_s and Retry-After, each order for itself', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
    seller.says(orders[0], { status: 'processing', next_check_s: 300 });
    await checked(orders);
    const until = async (order: JourneyOrder) => (await order.dueAt('check')) - journey.clock.now();
    expect([await until(orders[0]), await until(orders[1])]).toEqual([5 * MINUTE, MINUTE]);
    const body = (ids: readonly string[]) => ({ orders: seller.elements(ids) });
    seller.reply = (ids) => ({ headers: { 'Retry-After': '600' }, body: body(ids) });
    await journey.api('POST', '/v1/sweeps?all=true', undefined, 202);
    for (const order of orders) await order.attempt('check', 2);
    expect([await until(orders[0]), await until(orders[1])]).toEqual([10 * MINUTE, 10 * MINUTE]);
  });

  it('takes files in base64, and answers in capital letters', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
    const file = { file_base64: Buffer.from('%PDF-1.7 a').toString('base64'), filename: 'a.pdf' };
    seller.says(orders[0], { status: 'completed', output_type: 'file', ...file, order_id: orders[0].id.toUpperCase() });
    await checked(orders);
    const { result } = await orders[0].becomes('completed');
    expect(result?.files).toMatchObject([{ filename: 'a.pdf', size: 10, detected_type: 'application/pdf' }]);
  });

  it('is asked singly about an order that is due alone', async () => {
    const seller = await BatchSeller.of(journey);
    const [order] = (await seller.orders(1)) as [JourneyOrder];
    await order.checked();
    expect([seller.sizes, seller.tool.checks.length]).toEqual([[], 1]);
    expect(await order.checked()).toMatchObject({ method: 'GET', outcome: 'processing' });
  });

  it('is swept by few requests, and each of its orders counts once for the sweep', async () => {
    const seller = await BatchSeller.of(journey, { poll: { strategy: 'sweep' } });
    const orders = await seller.orders(5);
    seller.says(orders[2]!, null).says(orders[3]!, { status: 'completed', result_text: 'x' });
    const { sweep_id, due } = (await journey.api('POST', '/v1/sweeps', undefined, 202)).body;
    const swept = await eventually(async () => {
      const { sweeps } = (await journey.api('GET', '/v1/sweeps')).body as { sweeps: Record<string, unknown>[] };
      return sweeps.find((sweep) => sweep['sweep_id'] === sweep_id && sweep['checked'] === due);
    });
    expect(swept).toMatchObject({ due: 5, checked: 5, changed: 1, failed: 0 });
    await orders[2]!.attempt('check', 2);
    expect([seller.sizes, seller.tool.checks.length]).toEqual([[5], 1]);
  });

  it('has an order checked singly or with others at its deadline, which then expires', async () => {
    const seller = await BatchSeller.of(journey, { poll: { strategy: 'fixed', interval_s: 86_000 }, deadline_s: 60 });
    const orders = await seller.orders(3);
    journey.pass(MINUTE);
    for (const order of orders) await order.becomes('expired');
    expect(seller.sizes.concat(seller.tool.checks.map(() => 1)).reduce((sum, size) => sum + size)).toBe(3);
  });
});

describe('an order that was sent again', () => {
  it('is not failed by what its seller said of the run before, alone or in a batch', async () => {
    const seller = await BatchSeller.of(journey);
    const old = { status: 'failed', error: 'Out of paint' };
    const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
    seller.says(orders[0], old);
    await checked(orders);
    await orders[0].becomes('failed');
    seller.tool.onStatus({ body: old });
    await orders[0].retry();
    await orders[0].becomes('processing', 2);
    await checked(orders, 2);
    journey.pass(MINUTE);
    await eventually(async () => (await orders[0].outcomes('check')).length > 2);
    expect(new Set((await orders[0].outcomes('check')).slice(1))).toEqual(new Set(['late']));
    await orders[1].cancel();
    await orders[0].checked();
    expect(await orders[0].read()).toMatchObject({ status: 'processing', run: 2 });
    expect(seller.tool.checks.length).toBeGreaterThan(0);
    seller.tool.onStatus({ body: { ...old, error: 'Out of brushes' } });
    await orders[0].checked();
    expect(await orders[0].read()).toMatchObject({ status: 'failed', run: 2, error: { message: 'Out of brushes' } });
  });
});

describe('an order that is not in the answer', () => {
  it('is asked about singly at once, and with the others from then on', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = (await seller.orders(3)) as [JourneyOrder, JourneyOrder, JourneyOrder];
    seller.says(orders[1], null);
    await checked(orders);
    const singly = await orders[1].attempt('check', 2);
    expect(singly).toMatchObject({ method: 'GET', outcome: 'processing', attempt_num: 1 });
    const missed = await orders[1].attempt('check', 1);
    expect(missed).toMatchObject({ method: 'POST', outcome: 'unreadable', response_excerpt: null });
    expect(missed.error).toBe('The answer of the batch URL does not hold this order. It is asked singly.');
    expect(await outcomesOf([orders[0], orders[2]])).toEqual([['processing'], ['processing']]);
    expect(seller.tool.checks.map(({ params }) => params['id'])).toEqual([orders[1].id]);
    seller.words.clear();
    await checked([orders[1]], 3);
    expect([seller.sizes, seller.tool.checks.length]).toEqual([[3, 3], 1]);
  });

  it('and can be asked about nowhere else waits for the next batch; its forward is not sent again', async () => {
    const seller = await BatchSeller.of(journey, { status_url: null });
    const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
    seller.says(orders[0], null);
    await checked(orders);
    expect(await orders[0].attempt('check', 1)).toMatchObject({ outcome: 'unreadable' });
    expect((await orders[0].dueAt('check')) - journey.clock.now()).toBe(MINUTE);
    seller.says(orders[0], { status: 'completed', result_text: 'Here' });
    journey.pass(MINUTE);
    await orders[0].becomes('completed');
    expect([seller.sizes, seller.tool.jobs.length]).toEqual([[2, 2], 2]);
  });

  it('and is due alone, with no other URL, is asked about by a batch of one', async () => {
    const seller = await BatchSeller.of(journey, { status_url: null });
    const [order] = (await seller.orders(1)) as [JourneyOrder];
    expect(await order.checked()).toMatchObject({ method: 'POST', outcome: 'processing' });
    await order.act('check', undefined, 202);
    await order.attempt('check', 2);
    expect(seller.sizes).toEqual([1, 1]);
  });
});

describe('what the answer holds beside the orders that were asked for', () => {
  it('settles nothing, and is told in the first attempt', async () => {
    const other = await BatchSeller.of(journey);
    const [foreign] = (await other.orders(1)) as [JourneyOrder];
    const seller = await BatchSeller.of(journey);
    const orders = await seller.orders(2);
    seller.more.push({ order_id: foreign.id, status: 'failed', error: 'x' }, { order_id: 'who?', status: 'failed' });
    seller.more.push(7, { status: 'completed', result_text: 'x' });
    await checked(orders);
    const told = (await Promise.all(orders.map((order) => order.attempt('check', 1)))).map(({ error }) => error);
    const sentence = 'Ignored orders in the batch answer: 2 not asked for, 2 without an order_id.';
    expect(told.filter((error) => error !== null)).toEqual([sentence]);
    expect(await foreign.read()).toMatchObject({ status: 'processing' });
    expect((await foreign.attempts('check')).every(({ method }) => method === 'GET')).toBe(true);
  });

  it('counts once where an order is in it twice, and tells nothing where the two differ', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
    const [same, torn] = orders;
    seller.says(same, { status: 'completed', result_text: 'Once' });
    seller.more.push({ status: 'completed', result_text: 'Once', order_id: same.id });
    seller.says(torn, { status: 'completed', result_text: 'One' });
    seller.more.push({ order_id: torn.id.toUpperCase(), status: 'failed' });
    await checked(orders);
    expect(await outcomesOf(orders)).toEqual([['completed'], ['unreadable']]);
    expect((await same.read()).result?.text).toBe('Once');
    expect(await torn.read()).toMatchObject({ status: 'processing' });
  });
});

describe('an order that has gone on while the batch was under way', () => {
  it('keeps what it has: the answer is late', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = (await seller.orders(3)) as [JourneyOrder, JourneyOrder, JourneyOrder];
    const [cancelled, called, gone] = orders;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    seller.says(cancelled, { status: 'completed', result_text: 'Late' });
    seller.says(called, { status: 'failed', error: 'Late' }).says(gone, null);
    seller.reply = async (ids) => {
      await opened;
      return { body: { orders: seller.elements(ids) } };
    };
    journey.pass(MINUTE);
    await eventually(() => seller.batches.length === 1);
    await cancelled.cancel();
    await gone.cancel();
    await called.callback({ ok: true, result_text: 'By callback' });
    open();
    for (const order of orders) expect(await order.attempt('check', 1)).toMatchObject({ outcome: 'late' });
    expect(await cancelled.read()).toMatchObject({ status: 'cancelled', result: null });
    expect(await called.read()).toMatchObject({ status: 'completed', delivered_by: 'callback' });
    expect(await Promise.all(orders.map((order) => order.dueWork()))).toEqual([[], [], []]);
  });
});
