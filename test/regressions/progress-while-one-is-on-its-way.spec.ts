import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { useJourney } from '../journeys/journey.js';

/**
 * Progress of an order is told at most once a second: a newer message takes the place, and the instant, of the one that waits.
 * A message on its way to the marketplace still stood among those that wait. Progress that came in just then took its instant,
 * which was past: the marketplace got two messages in the same moment, and under a slow marketplace one for every call.
 */
const journey = useJourney();

it('progress that comes while a message is on its way waits for its own second', async () => {
  const order = await (await journey.tool({ status_url: null })).placed();
  await order.toldUpTo('order.processing');
  const held: (() => void)[] = [];
  journey.marketplace.answer = () => new Promise((resolve) => held.push(() => resolve(200)));
  await order.callback({ ok: true, status: 'processing', progress: 1 });
  journey.pass(1_000);
  await eventually(() => held.length === 1);
  await order.callback({ ok: true, status: 'processing', progress: 2 });
  held[0]!();
  await order.attempt('notify', 2);
  expect(await order.dueAt('notify')).toBe(journey.clock.now() + 1_000);
  journey.pass(1_000);
  await eventually(() => held.length === 2);
  held[1]!();
  await eventually(() => order.told.length === 3);
  expect(order.told.map((event) => event.data['progress'])).toEqual([null, 1, 2]);
});
