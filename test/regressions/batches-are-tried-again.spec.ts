import { expect, it } from '@jest/globals';
import { MINUTE, useJourney } from '../journeys/journey.js';
import { BatchSeller } from '../journeys/batch-seller.js';

/** The `retry` of a plan held for single checks only: a tool with a batch URL had it accepted, and never got a second try. */
const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '2000' } });
const poll = { strategy: 'fixed', interval_s: 60, jitter: 0, retry: { limit: 2, min_ms: 1, factor: 1 } };

it('the retry of a plan holds for a batch check too', async () => {
  const seller = await BatchSeller.of(journey);
  await seller.tool.patch({ poll });
  const [order] = await seller.orders(2);
  seller.reply = () =>
    seller.batches.length < 3 ? { hang: true } : { body: { orders: seller.elements([order!.id]) } };
  journey.pass(MINUTE);
  expect((await order!.attempt('check', 1)).outcome).toBe('processing');
  expect(seller.sizes).toEqual([2, 2, 2]);
});
