import { expect, it } from '@jest/globals';
import { isFinal, type OrderStatus } from '../../src/domain/order.js';
import { Dice } from '../crash/dice.js';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { BatchSeller, idsOf } from './batch-seller.js';
import { MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ env: { MIN_CHECK_INTERVAL_S: '0' } });
/** Runs are the same each time; `FC_SEED` tries others. */
const dice = new Dice(Number(process.env['FC_SEED'] ?? 20_260_107));
const ROUNDS = 30;

const WORDS: readonly object[] = [
  ...[{ status: 'processing' }, { status: 'processing', progress: 7 }, { status: 'other' }, {}, { order_id: 7 }],
  ...[
    { status: 'completed', result_text: 'x' },
    { status: 'failed', error: 'y' },
  ],
  { status: 'completed', result_url: 'http://seller.test/' },
];
const REPLIES: readonly SellerReply[] = [
  ...[{ status: 500 }, { status: 404 }, { status: 429 }, { body: 'nonsense' }, { resetBefore: true as const }, {}],
  ...[{ body: { orders: 7 } }, { body: [] }, { status: 202 }],
];
const pick = <T>(from: readonly T[]): T => from[dice.between(0, from.length - 1)] as T;

/** Any of these orders, in any number, with any word each. */
function someAnswer(ids: readonly string[]): SellerReply {
  if (dice.oneIn(5)) return pick(REPLIES);
  const named = Array.from({ length: dice.between(0, ids.length + 2) }, () => pick(ids));
  return { body: { orders: named.map((order_id) => ({ order_id, ...pick(WORDS) })) } };
}

/** Waits until each is final or waits for a check to come. */
async function calm(orders: readonly JourneyOrder[]): Promise<void> {
  for (const order of orders)
    await eventually(async () => {
      const { status, next_check_at } = await order.read();
      return isFinal(status as OrderStatus) || Date.parse(next_check_at ?? '') > journey.clock.now();
    });
}

it('random batch answers settle only what was asked, and leave one attempt for each order and request', async () => {
  const other = await BatchSeller.of(journey);
  const strangers = await other.orders(2);
  const seller = await BatchSeller.of(journey);
  const orders: JourneyOrder[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    orders.push(...(await seller.orders(dice.between(0, 2))));
    const all = [...orders, ...strangers].map(({ id }) => id);
    seller.reply = () => someAnswer(all);
    journey.pass(MINUTE);
    await calm([...orders, ...strangers]);
  }
  const asked = seller.batches.flatMap(idsOf);
  expect(asked.length).toBeGreaterThan(ROUNDS);
  expect(asked.every((id) => orders.some((order) => order.id === id))).toBe(true);
  const own = journey.seller.url(`/${seller.tool.shortId}/batch`);
  for (const order of orders) {
    const inBatches = (await order.attempts('check')).filter(({ url }) => url === own);
    expect(inBatches).toHaveLength(asked.filter((id) => id === order.id).length);
    expect(inBatches.filter(({ outcome }) => outcome === 'completed' || outcome === 'failed').length).toBeLessThan(2);
  }
  const statuses = await Promise.all(orders.map(async (order) => (await order.read()).status));
  expect([...new Set(statuses)].sort()).toEqual(['completed', 'failed', 'processing']);
  for (const stranger of strangers) {
    expect(await stranger.read()).toMatchObject({ status: 'processing', progress: null });
    expect(new Set(await stranger.outcomes('check'))).toEqual(new Set(['processing']));
  }
}, 60_000);
