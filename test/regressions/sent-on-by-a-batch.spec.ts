import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { MINUTE, useJourney } from '../journeys/journey.js';
import { BatchSeller } from '../journeys/batch-seller.js';

/**
 * Orders that a batch answer said nothing of were asked singly at once: closer than MIN_CHECK_INTERVAL_S allows, in spite of the
 * answer's Retry-After, a hundred requests in the same moment. Their sweep counted the batch as a failed check of each, and the
 * single look not at all.
 */
const journey = useJourney({ env: { MIN_CHECK_INTERVAL_S: '30' } });

it('an order that a batch sends on is asked no sooner than MIN_CHECK_INTERVAL_S and Retry-After allow', async () => {
  const seller = await BatchSeller.of(journey);
  const orders = await seller.orders(2);
  seller.reply = { status: 404, headers: { 'retry-after': '600' }, body: {} };
  journey.pass(MINUTE);
  for (const order of orders) expect((await order.attempt('check', 1)).outcome).toBe('rejected');
  for (const order of orders) expect(await order.dueAt('check')).toBe(journey.clock.now() + 600_000);
  expect(seller.tool.checks).toHaveLength(0);
});

it('a sweep counts an order that a batch sends on once, by what came of it', async () => {
  const seller = await BatchSeller.of(journey);
  await seller.tool.patch({ poll: { strategy: 'sweep' } });
  const orders = await seller.orders(2);
  for (const order of orders) seller.says(order, null);
  seller.tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
  const sweep = (await journey.api('POST', '/v1/sweeps', undefined, 202)).body as { sweep_id: string };
  for (const order of orders) await order.attempt('check', 1);
  for (const order of orders) expect(await order.dueAt('check')).toBe(journey.clock.now() + 30_000);
  journey.pass(30_000);
  for (const order of orders) await order.becomes('completed');
  const counted = await eventually(async () => {
    const { sweeps } = (await journey.api('GET', '/v1/sweeps')).body as {
      sweeps: { sweep_id: string; checked: number }[];
    };
    const one = sweeps.find(({ sweep_id }) => sweep_id === sweep.sweep_id);
    return one && one.checked >= 2 ? one : null;
  });
  expect(counted).toMatchObject({ checked: 2, changed: 2, failed: 0 });
});
