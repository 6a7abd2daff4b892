import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HOUR, useJourney } from '../journeys/journey.js';

const journey = useJourney({ env: { RETENTION_DAYS: '10', RESULT_RETENTION_DAYS: '60' } });
const DAY = 24 * HOUR;
const result = { ok: true, output_type: 'text', result_text: 'done' };

const forget = () => journey.roundtrip.rooms.forgetOld.run();
const counted = async (kind: string) => {
  const { text } = await journey.api('GET', '/metrics');
  return Number(new RegExp(`roundtrip_forgotten_total{kind="${kind}"} (\\d+)`).exec(text)?.[1] ?? 0);
};

it('an order whose history was removed reads well, and what comes late is judged as ever', async () => {
  const tool = await journey.minutely();
  const order = await tool.placed();
  await order.checked();
  await order.callback({ ok: false, error: 'No ink.' });
  await order.retry();
  await order.becomes('processing', 2);
  await order.callback({ ...result, run: 2 }, { run: 2 });
  await order.noticed();
  const before = await order.read();
  journey.pass(11 * DAY);
  await forget();
  expect(await order.attempts()).toEqual([]);
  expect(await order.events()).toEqual([]);
  expect(await order.read()).toEqual(before);
  expect(before).toMatchObject({ status: 'completed', run: 2, result: { text: 'done' } });

  expect((await order.callback(result, { run: 2 })).body).toEqual({ ok: true, duplicate: true });
  // The body that ended the first run is known, and is not taken for a failure of the second.
  expect((await order.callback({ ok: false, error: 'No ink.' })).body).toEqual({ ok: true, late: true });
  expect((await order.callback({ ...result, result_text: 'other' }, { run: 1 })).body).toEqual({
    ok: true,
    late: true,
  });
  expect(await order.read()).toEqual(before);
  expect((await order.attempts()).map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['callback', 'duplicate'],
    ['callback', 'late'],
    ['callback', 'late'],
  ]);
  // They are as old as they are: evidence of yesterday stays, whatever order it is of.
  await forget();
  expect(await order.attempts()).toHaveLength(3);
  const stats = (await journey.api('GET', `/v1/tools/${tool.shortId}/stats`)).body as object;
  expect(stats).toMatchObject({ completed: 1 });
});

it('what was removed is told in one line, and counted', async () => {
  const order = await (await journey.tool()).placed();
  await order.callback(result);
  await order.toldUpTo('order.completed');
  journey.pass(11 * DAY);
  const before = await counted('attempts');
  const lines = () => journey.roundtrip.logged.map((line) => JSON.parse(line) as Record<string, unknown>);
  const told = lines().filter(({ event }) => event === 'forgot').length;
  await forget();
  const [line, ...others] = lines()
    .filter(({ event }) => event === 'forgot')
    .slice(told);
  expect(others).toEqual([]);
  expect(line).toMatchObject({ attempts: expect.any(Number), events: expect.any(Number) });
  expect(await counted('attempts')).toBe(before + (line!.attempts as number));
});

it('an open order keeps its history however old it is', async () => {
  const order = await (await journey.tool({ status_url: null })).placed({ deadline_s: 30 * 86_400 });
  journey.pass(29 * DAY);
  await forget();
  expect((await order.attempts('forward')).length).toBe(1);
  expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing']);
});

it('RESULT_RETENTION_DAYS erases orders with what is theirs, test orders too', async () => {
  const tool = await journey.tool();
  const orders = [await tool.placed(), await tool.placed({ is_test: true })];
  for (const order of orders) await order.callback(result);
  for (const order of orders) await order.becomes('completed');
  journey.pass(59 * DAY);
  await forget();
  for (const order of orders) expect((await order.read()).result).not.toBeNull();
  journey.pass(DAY + 1);
  await forget();
  for (const order of orders) expect(await order.read()).toMatchObject({ status: 'completed', result: null });
  await eventually(async () => (await counted('orders')) >= 2);
});
