import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { copyOf, putBack } from '../support/whole-database.js';
import { HOUR, MINUTE, useJourney } from './journey.js';
import type { Attempt, JourneyOrder } from './journey-order.js';

const journey = useJourney();
const DAY_S = 86_400;
const processing = { body: { status: 'processing' } };

/** An order that is asked about every quarter of an hour, and open for two days. */
async function quarterly(scripted: Parameters<Awaited<ReturnType<typeof journey.tool>>['onStatus']>[0]) {
  const tool = await journey.tool({ poll: { strategy: 'fixed', interval_s: 900, jitter: 0 } });
  const order = await tool.onStatus(scripted).placed({ deadline_s: 2 * DAY_S });
  await order.isTold();
  return order;
}

async function checkedTimes(order: JourneyOrder, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await order.checked();
}

const told = (row: Attempt) => [row.outcome, row.attempt_num, row.repeated];
const inDatabase = (order: JourneyOrder) =>
  journey.roundtrip.storage.database.read<{ kind: string; repeated: number }>(
    'SELECT kind, repeated FROM attempts WHERE order_id = $1 ORDER BY attempt_id',
    [order.id],
  );

describe('an order whose seller says the same for a day', () => {
  it('costs a handful of rows, which say how often and from when to when', async () => {
    const order = await quarterly(processing);
    const forwarded = Date.parse((await order.read()).forwarded_at!);
    await checkedTimes(order, 96);
    const [row, ...others] = await order.attemptRows('check');
    expect(others).toEqual([]);
    const at = (n: number) => new Date(forwarded + n * 15 * MINUTE).toISOString();
    expect(row).toMatchObject({ outcome: 'processing', attempt_num: 1, repeated: 96, status_code: 200 });
    expect(row).toMatchObject({ started_at: at(1), first_at: at(1), last_at: at(96) });
    expect(await order.read()).toMatchObject({ status: 'processing', attempts: 97 });
    expect((await inDatabase(order)).length).toBeLessThanOrEqual(5);
    expect(order.tool.checks.length).toBe(96);
  });

  it('costs as few where it says that it is broken', async () => {
    const order = await quarterly({ status: 503, body: { error: 'down' } });
    await checkedTimes(order, 20);
    expect((await order.attemptRows('check')).map(told)).toEqual([['server_error', 1, 20]]);
    expect((await order.read()).attempts).toBe(21);
    expect((await inDatabase(order)).length).toBeLessThanOrEqual(3);
  });

  it('is listed, counted and averaged with every single check', async () => {
    const order = await quarterly([processing, processing, processing, processing, { body: { status: 'failed' } }]);
    const stats = async () => (await journey.api('GET', `/v1/tools/${order.tool.shortId}/stats`)).body as object;
    const listed = async () =>
      (await journey.api('GET', `/v1/orders?short_id=${order.tool.shortId}`)).body.orders[0] as { attempts: number };
    await checkedTimes(order, 4);
    expect((await listed()).attempts).toBe(5);
    await checkedTimes(order, 1);
    await order.becomes('failed');
    expect((await listed()).attempts).toBe(6);
    expect(await stats()).toMatchObject({ checks_per_order: 5 });
    await order.toldUpTo('order.failed');
    expect(order.told.at(-1)?.data).toMatchObject({ status: 'failed', attempts: 6 });
  });
});

describe('a run of equal checks', () => {
  it('ends with a check that differs, so that the history stays in order', async () => {
    const other = { body: { status: 'processing', progress: 40 } };
    const down = { status: 503 };
    const answers = [processing, processing, processing, down, down, processing, other, other, other];
    const order = await quarterly(answers);
    await checkedTimes(order, 7);
    journey.pass(1_000);
    await order.isTold();
    await checkedTimes(order, 2);
    expect((await order.attemptRows('check')).map(told)).toEqual([
      ...[
        ['processing', 1, 3],
        ['server_error', 4, 2],
        ['processing', 6, 1],
      ],
      ['processing', 7, 1],
      ['processing', 8, 2],
    ]);
    const progress = (await order.events()).find((event) => event.type === 'progress');
    const rows = await order.attemptRows('check');
    expect(progress?.cause.attempt_id).toBe(rows.at(-2)?.attempt_id);
  });

  it('ends with a callback in between', async () => {
    const order = await quarterly(processing);
    await checkedTimes(order, 3);
    await order.callback({ ok: true, status: 'processing', message: 'Half of it' });
    await checkedTimes(order, 2);
    const rows = (await order.attemptRows()).filter((row) => row.kind !== 'notify');
    expect(rows.map((row) => [row.kind, row.repeated])).toEqual([
      ...[
        ['forward', 1],
        ['check', 3],
        ['callback', 1],
        ['check', 2],
      ],
    ]);
    expect((await order.read()).attempts).toBe(6);
  });

  it('ends with a callback that comes while the seller is being asked', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let asked = 0;
    const order = await quarterly(async () => {
      if (++asked === 3) await held;
      return processing;
    });
    await checkedTimes(order, 2);
    journey.clock.advanceTo(await order.dueAt('check'));
    await eventually(() => asked === 3);
    await order.callback({ ok: true, status: 'processing', message: 'Half of it' });
    release();
    await order.attempt('check', 3);
    const rows = (await order.attemptRows()).filter((row) => row.kind === 'check' || row.kind === 'callback');
    expect(rows.map((row) => [row.kind, row.repeated]).sort()).toEqual([
      ['callback', 1],
      ['check', 1],
      ['check', 2],
    ]);
    expect((await order.read()).attempts).toBe(4);
  });

  it('is written down whole by whatever ends the order', async () => {
    for (const end of ['cancel', 'callback', 'deadline'] as const) {
      const order = await quarterly(processing);
      await checkedTimes(order, 4);
      const [before] = await order.attemptRows('check');
      if (end === 'cancel') await order.cancel();
      if (end === 'callback') await order.callback({ ok: true, output_type: 'text', result_text: 'done' });
      if (end === 'deadline') journey.pass(49 * HOUR);
      await order.becomes({ cancel: 'cancelled', callback: 'completed', deadline: 'expired' }[end]);
      const [row] = await order.attemptRows('check');
      expect(row).toEqual(before);
      const kept = (await inDatabase(order)).filter(({ kind }) => kind === 'check');
      expect(kept[0]?.repeated).toBe(4);
      const { attempts } = await order.read();
      expect({ end, attempts }).toEqual({ end, attempts: end === 'deadline' ? 6 : 5 });
    }
  });

  it('is paged through without a row left out or twice while it grows', async () => {
    const order = await quarterly([processing, { status: 503 }, processing]);
    await checkedTimes(order, 3);
    const first = (await journey.api('GET', `${order.path}/attempts?limit=1`)).body;
    await checkedTimes(order, 2);
    const cursor = encodeURIComponent(first.next_cursor as string);
    const rest = (await journey.api('GET', `${order.path}/attempts?limit=100&cursor=${cursor}`)).body;
    const ids = [...first.attempts, ...rest.attempts].map((row: Attempt) => row.attempt_id);
    expect(ids).toEqual((await order.attemptRows()).map((row) => row.attempt_id).reverse());
  });

  it('begins anew in another run, and where the address is another', async () => {
    const order = await quarterly(processing);
    await checkedTimes(order, 2);
    journey.seller.reply(`GET /${order.tool.shortId}/elsewhere/:id`, processing);
    await order.tool.patch({ status_url: journey.seller.url(`/${order.tool.shortId}/elsewhere/{order_id}`) });
    await checkedTimes(order, 2);
    await order.callback({ ok: false, error: 'No ink.' });
    await order.becomes('failed');
    await order.retry();
    await order.becomes('processing', 2);
    await order.isTold();
    await checkedTimes(order, 2);
    expect((await order.attemptRows('check')).map((row) => [row.run, row.repeated])).toEqual([
      ...[
        [1, 2],
        [1, 2],
        [2, 2],
      ],
    ]);
  });
});

it('a kill between two checks, or in the middle of one, counts none twice and forgets none', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  const order = await quarterly(async () => {
    if (++asked === 4) await held;
    return processing;
  });
  await checkedTimes(order, 3);
  journey.clock.advanceTo(await order.dueAt('check'));
  await eventually(() => asked === 4);
  // What a kill would leave: the database as it is while the check is under way.
  const { folder, storage } = journey.roundtrip;
  const killed = await copyOf(storage.database);
  release();
  await order.attempt('check', 4);
  await journey.roundtrip.stop();
  await putBack(folder, killed);
  await journey.boot();
  await order.attempt('check', 4);
  await checkedTimes(order, 2);
  expect((await order.attemptRows('check')).map(told)).toEqual([['processing', 1, 6]]);
  expect((await order.read()).attempts).toBe(7);
});
