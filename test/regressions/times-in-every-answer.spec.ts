import { expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';
import type { JourneyOrder } from '../journeys/journey-order.js';

/**
 * Equal checks in a row are one attempt. Two answers were no equals where they differed in anything at all: a seller that writes the
 * time or a request id into each had a row for each check, a hundred a day for every order.
 */
const journey = useJourney();
const DAY_S = 86_400;

async function checked(times: number, answer: (n: number) => object): Promise<JourneyOrder> {
  let asked = 0;
  const tool = await journey.tool({ poll: { strategy: 'fixed', interval_s: 900, jitter: 0 } });
  const order = await tool.onStatus(() => answer(++asked)).placed({ deadline_s: 2 * DAY_S });
  await order.isTold();
  for (let n = 0; n < times; n++) await order.checked();
  return order;
}

it('a day of "processing" with another time in each answer is one attempt, which shows the first', async () => {
  const order = await checked(96, (n) => ({ body: { status: 'processing', updated_at: n, eta_s: 9_000 } }));
  const rows = await order.attemptRows('check');
  expect(rows.map((row) => [row.outcome, row.attempt_num, row.repeated])).toEqual([['processing', 1, 96]]);
  expect(rows[0]?.response_excerpt).toBe('{"status":"processing","updated_at":1,"eta_s":9000}');
  expect((await order.read()).attempts).toBe(97);
});

it('progress in between still begins a row, and its answer is shown', async () => {
  const order = await checked(20, (n) => ({ body: { status: 'processing', progress: n > 10 ? 50 : 7, at: n } }));
  const rows = await order.attemptRows('check');
  // One for each progress; and one after it, should its message have gone out before the next check.
  expect(rows.length).toBeLessThanOrEqual(4);
  expect(rows.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(20);
  const told = (await order.events()).filter((event) => event.type === 'progress');
  const excerpts = told.map(({ cause }) => rows.find((row) => row.attempt_id === cause.attempt_id)?.response_excerpt);
  expect(excerpts).toEqual([
    '{"status":"processing","progress":7,"at":1}',
    '{"status":"processing","progress":50,"at":11}',
  ]);
});

it('pages of a server that is down, each with a request id, are one attempt', async () => {
  const order = await checked(20, (n) => ({ status: 503, body: `Down (request ${n})` }));
  const rows = await order.attemptRows('check');
  expect(rows.map((row) => [row.outcome, row.status_code, row.response_excerpt])).toEqual([
    ['server_error', 503, 'Down (request 1)'],
  ]);
});

it('answers that fail in another way are told apart', async () => {
  const order = await checked(10, (n) => (n % 5 === 0 ? { status: 500 + n / 5 } : { body: [n] }));
  const rows = await order.attemptRows('check');
  expect(rows.map((row) => [row.outcome, row.status_code, row.repeated])).toEqual([
    ['unreadable', 200, 4],
    ['server_error', 501, 1],
    ['unreadable', 200, 4],
    ['server_error', 502, 1],
  ]);
});
