import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { useJourney } from '../journeys/journey.js';

/**
 * A plan's `retry` made its tries to the end whatever the time: an order whose seller was silent expired minutes after its deadline.
 * And a long check, which had waited for its seller in patience, was made again as if it had failed, ten minutes long at worst.
 */
const journey = useJourney({ env: { CHECK_TIMEOUT_MS: '300' } });
const plan = { strategy: 'fixed', initial_s: 0, interval_s: 300, jitter: 0 };

it('tries of a check end at the deadline of its order', async () => {
  const tool = await journey.tool({ poll: { ...plan, retry: { limit: 10, min_ms: 1, factor: 1 } } });
  tool.onStatus({ hang: true });
  const order = await tool.placed({ deadline_s: 60 });
  await eventually(() => tool.checks.length === 1);
  journey.pass(61_000);
  await order.becomes('expired');
  expect(tool.checks.length).toBeLessThanOrEqual(2);
});

it('a long check is not tried again', async () => {
  const tool = await journey.tool({ poll: { ...plan, wait_s: 0.1, retry: { limit: 1, min_ms: 1, factor: 1 } } });
  tool.onStatus({ hang: true });
  const order = await tool.placed();
  const { outcome } = await order.attempt('check', 1);
  expect([outcome, tool.checks.length]).toEqual(['timeout', 1]);
}, 20_000);
