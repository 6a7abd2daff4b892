import { expect, it } from '@jest/globals';
import { HOUR, useJourney } from '../journeys/journey.js';

/**
 * An order whose attempts were removed by age is left out of `checks_per_order`. Where its seller called back once more after that, it
 * had an attempt again, and counted as an order that had taken no check.
 */
const journey = useJourney({ env: { RETENTION_DAYS: '1' } });
const result = { ok: true, output_type: 'text', result_text: 'done' };

it('an order whose history was removed counts in no average, also where its seller calls back after that', async () => {
  const tool = await journey.minutely();
  const order = await tool.placed();
  await order.checked();
  await order.callback(result);
  await order.becomes('completed');
  await order.noticed();
  const average = async () =>
    (await journey.api('GET', `/v1/tools/${tool.shortId}/stats`)).body.checks_per_order as unknown;
  expect(await average()).toBe(1);
  journey.pass(25 * HOUR);
  await journey.roundtrip.rooms.forgetOld.run();
  expect(await average()).toBeNull();
  await order.callback(result);
  expect((await order.attempts()).map(({ kind }) => kind)).toEqual(['callback']);
  expect(await average()).toBeNull();
});
