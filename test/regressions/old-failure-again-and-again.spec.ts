import { expect, it } from '@jest/globals';
import { HOUR, useJourney } from '../journeys/journey.js';

/**
 * Equal checks in a row are one attempt. A final word was none of them, whatever became of it: an order that was retried, and whose
 * seller went on telling of the failure that had ended the first run, had a row of its own for each check, a hundred a day.
 */
const journey = useJourney();
const DAY_S = 86_400;

async function retried() {
  const tool = await journey.tool({ poll: { strategy: 'fixed', interval_s: 900, jitter: 0 } });
  const order = await tool.onStatus({ body: { status: 'failed', error: 'No ink.' } }).placed({ deadline_s: DAY_S });
  await order.checked();
  await order.becomes('failed');
  await order.retry();
  await order.becomes('processing', 2);
  await order.isTold();
  return order;
}

it('a failure of the run before, told again and again, is one attempt with a count', async () => {
  const order = await retried();
  for (let n = 0; n < 10; n++) await order.checked();
  const rows = await order.attemptRows('check');
  expect(rows.map(({ run, outcome, attempt_num, repeated }) => [run, outcome, attempt_num, repeated])).toEqual([
    [1, 'failed', 1, 1],
    [2, 'late', 1, 10],
  ]);
  expect((await order.read()).attempts).toBe(13);
});

it('the one at the deadline, which the timeline names, has a row of its own', async () => {
  const order = await retried();
  for (let n = 0; n < 3; n++) await order.checked();
  journey.pass(25 * HOUR);
  await order.becomes('expired');
  const rows = await order.attemptRows('check');
  expect(rows.map(({ outcome, repeated }) => [outcome, repeated])).toEqual([
    ['failed', 1],
    ['late', 3],
    ['late', 1],
  ]);
  const expired = (await order.events()).find((event) => event.to === 'expired');
  expect(expired?.cause.attempt_id).toBe(rows.at(-1)?.attempt_id);
});
