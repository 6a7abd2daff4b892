import { expect, it } from '@jest/globals';
import { BatchSeller } from '../journeys/batch-seller.js';
import { MINUTE, useJourney } from '../journeys/journey.js';
import type { Attempt, JourneyOrder } from '../journeys/journey-order.js';

/**
 * An order that a batch answer leaves out is asked singly. Neither of the two attempts was the equal of the one before, so that an
 * order which its seller always left out had two rows for each check, for as long as it was open.
 */
const journey = useJourney({ env: { MIN_CHECK_INTERVAL_S: '0' } });
const DAY_S = 86_400;
const QUARTER = 15 * MINUTE;

/** Two orders that are due together each quarter of an hour. */
async function quarterly(reply: BatchSeller['reply'] = null) {
  const poll = { strategy: 'fixed', interval_s: 900, jitter: 0 };
  const seller = await BatchSeller.of(journey, { poll, deadline_s: 3 * DAY_S });
  seller.reply = reply;
  const orders = (await seller.orders(2)) as [JourneyOrder, JourneyOrder];
  for (const order of orders) await order.isTold();
  return { seller, orders };
}

/**
 * A round more, once the last one is over for both: how many attempts each of them has by its end. One that were still at its check
 * as time passes would be due later than the other from then on, and neither would be asked about in a batch.
 */
async function round(orders: readonly JourneyOrder[], attempts: readonly number[]): Promise<void> {
  journey.pass(QUARTER);
  for (const [i, order] of orders.entries()) await order.attempt('check', attempts[i]!);
}

/** So many rounds from the first on, each with so many attempts for each of them. */
async function rounds(orders: readonly JourneyOrder[], count: number, each: readonly number[]): Promise<void> {
  for (let n = 1; n <= count; n++)
    await round(
      orders,
      each.map((attempts) => n * attempts),
    );
}

const told = (row: Attempt) => [row.method, row.outcome, row.attempt_num, row.repeated];

it('an order that every batch of a day leaves out is two rows, which count both roads', async () => {
  const { seller, orders } = await quarterly();
  seller.says(orders[0], null);
  await rounds(orders, 96, [2, 1]);
  const rows = await orders[0].attemptRows('check');
  expect(rows.map(told)).toEqual([
    ['POST', 'unreadable', 1, 96],
    ['GET', 'processing', 1, 96],
  ]);
  expect(rows.map((row) => Date.parse(row.last_at) - Date.parse(row.first_at))).toEqual([95 * QUARTER, 95 * QUARTER]);
  expect((await orders[0].read()).attempts).toBe(1 + 2 * 96);
  expect((await orders[1].attemptRows('check')).map(told)).toEqual([['POST', 'processing', 1, 96]]);
  expect(seller.sizes).toEqual(Array.from({ length: 96 }, () => 2));
});

it.each([
  ['holds no list', { body: { orders: {} } }],
  ['refuses batches each time that it is asked', { status: 405 }],
])('a batch URL that %s costs its orders as few', async (_what, reply) => {
  const { seller, orders } = await quarterly(reply);
  await rounds(orders, 20, [2, 2]);
  expect(seller.sizes).toEqual(Array.from({ length: 20 }, () => 2));
  for (const order of orders) expect((await order.attemptRows('check')).length).toBe(2);
});

it('a callback in between begins new rows, and so does a batch that tells of the order', async () => {
  const { seller, orders } = await quarterly();
  const [order] = orders;
  seller.says(order, null);
  await rounds(orders, 3, [2, 1]);
  await order.callback({ ok: true, status: 'processing', message: 'Half of it' });
  journey.pass(1_000);
  await order.isTold();
  for (let n = 4; n <= 5; n++) await round(orders, [2 * n, n]);
  seller.words.clear();
  await round(orders, [11, 6]);
  seller.says(order, null);
  await round(orders, [13, 7]);
  const rows = (await order.attemptRows()).filter(({ kind }) => kind === 'check' || kind === 'callback');
  expect(rows.map(({ kind, method, repeated }) => [kind === 'check' ? method : kind, repeated])).toEqual([
    ['POST', 3],
    ['GET', 3],
    ['callback', 1],
    ['POST', 2],
    ['GET', 2],
    ['POST', 1],
    ['POST', 1],
    ['GET', 1],
  ]);
});
