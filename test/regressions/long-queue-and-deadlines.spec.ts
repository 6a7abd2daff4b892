import { afterEach, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { SellerReply } from '../support/scripted-seller.js';
import { useJourney } from '../journeys/journey.js';

/**
 * The check at an order's deadline, and a look by hand, stood in line behind the long checks of its tool's other orders: an order
 * expired a minute late, and a person who asked waited as long. They are usual checks, and have the place that is left to those.
 */
const journey = useJourney();
let end: (reply: SellerReply) => void = () => undefined;
afterEach(() => end({ body: { status: 'processing' } }));

/** A tool whose one place for long checks is taken by an order. */
async function busyTool() {
  const poll = { strategy: 'fixed', initial_s: 0, interval_s: 300, jitter: 0, wait_s: 50 };
  const tool = await journey.tool({ max_concurrency: 2, poll });
  const held = new Promise<SellerReply>((resolve) => (end = resolve));
  tool.onStatus(() => (tool.checks.length === 1 ? held : { body: { status: 'processing' } }));
  await tool.placed();
  await eventually(() => tool.checks.length === 1);
  return tool;
}

it('the check at the deadline does not stand behind long checks of other orders', async () => {
  const tool = await busyTool();
  const short = await tool.placed({ deadline_s: 60 });
  expect(tool.checks).toHaveLength(1);
  journey.pass(61_000);
  await short.becomes('expired');
  expect(tool.checks.map(({ headers }) => headers['prefer'])).toEqual(['wait=50', undefined]);
});

it('a look by hand does not stand behind long checks of other orders', async () => {
  const tool = await busyTool();
  const order = await tool.placed();
  expect(tool.checks).toHaveLength(1);
  await journey.api('POST', `/v1/orders/${order.id}/check`, undefined, 202);
  await order.attempt('check', 1);
  expect(tool.checks.map(({ headers }) => headers['prefer'])).toEqual(['wait=50', undefined]);
});
