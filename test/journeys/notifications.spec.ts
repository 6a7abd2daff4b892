import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import type { Delivery } from '../support/marketplace.js';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ toleranceMs: 5_000 });

interface NotificationJson {
  readonly notification_id: string;
  readonly destination: string;
  readonly type: string;
  readonly order_id: string | null;
  readonly state: string;
  readonly tries: number;
  readonly next_at: string | null;
  readonly done_at: string | null;
  readonly last_error: string | null;
}

afterEach(() => {
  journey.chance = 0.5;
  journey.marketplace.answer = () => 200;
});

/** Refuses what tells of these orders. */
function refuse(...orders: JourneyOrder[]): void {
  const ids = orders.map((order) => order.id);
  journey.marketplace.answer = (delivery) => (ids.includes(delivery.data['order_id'] as string) ? 503 : 200);
}

/** Every try to tell of an order, refused ones too. */
function triesOf(order: JourneyOrder, type?: string): Delivery[] {
  const ofOrder = journey.marketplace.deliveries.filter((delivery) => delivery.data['order_id'] === order.id);
  return ofOrder.filter((delivery) => type === undefined || delivery.type === type);
}

/** Lets time pass up to the next try to tell of the order, and gives back what came of it. */
async function toldAgain(order: JourneyOrder): Promise<Delivery> {
  const before = triesOf(order).length;
  const recorded = (await order.attempts('notify')).length;
  journey.clock.advanceTo(await order.dueAt('notify'));
  await order.attempt('notify', recorded + 1);
  return triesOf(order)[before]!;
}

async function notifications(state: string): Promise<NotificationJson[]> {
  return (await journey.api('GET', `/v1/notifications?state=${state}&limit=100`)).body
    .notifications as NotificationJson[];
}

/** An order whose first message nobody took: it was tried once, and failed. */
async function untold(): Promise<JourneyOrder> {
  const tool = await journey.tool({ status_url: null, deadline_s: 2_592_000 });
  journey.marketplace.answer = () => 503;
  const order = await tool.placed();
  await order.attempt('notify', 1);
  refuse(order);
  return order;
}

describe('a message to the marketplace', () => {
  it('bears the order as the API shows it, without its inputs', async () => {
    const tool = await journey.tool({ status_url: null });
    const order = await tool.placed({ inputs: { secret_prompt: 'x' }, metadata: { cart: 'c-7' } });
    await order.callback({ ok: true, filename: 'a.bin', file_base64: 'AAEC' });
    await order.toldUpTo('order.completed');
    const whole = (await order.read()) as object as { inputs: unknown; planned_checks: unknown };
    const { inputs, planned_checks: _ahead, ...rest } = whole;
    expect(inputs).toEqual({ secret_prompt: 'x' });
    const last = order.told.at(-1)!;
    expect(Object.keys(JSON.parse(last.body) as object).sort()).toEqual(['data', 'timestamp', 'type']);
    expect(last.timestamp).toBe(new Date(journey.clock.now()).toISOString());
    expect(last.data).toEqual({ ...rest, attempts: 1 });
    expect(last.data).toMatchObject({ metadata: { cart: 'c-7' }, result: { files: [{ filename: 'a.bin' }] } });
  });

  it('is signed the Standard Webhooks way, with an id of its own', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    await order.cancel();
    await order.toldUpTo('order.cancelled');
    for (const told of order.told) {
      expect(told).toMatchObject({ problem: undefined, status: 200 });
      expect(told.headers['webhook-timestamp']).toBe(String(Math.floor(journey.clock.now() / 1000)));
      expect(told.headers['content-type']).toBe('application/json');
      expect(told.webhookId).toMatch(/^ntf_[0-9a-f]{32}$/);
    }
    expect(new Set(order.told.map((told) => told.webhookId)).size).toBe(2);
    expect(await order.attempt('notify', 1)).toMatchObject({ outcome: 'delivered', status_code: 200, error: null });
  });

  it('is sent for each state but received and forwarding', async () => {
    const tool = await journey.tool({ status_url: null });
    const [done, failed, expired, cancelled] = [
      await tool.placed(),
      await tool.placed(),
      await tool.placed({ deadline_s: 60 }),
      await tool.placed(),
    ];
    await done.callback({ ok: true, result_text: 'x' });
    await failed.callback({ ok: false });
    await cancelled.cancel();
    for (const order of [done, failed, cancelled]) await eventually(() => order.told.length === 2);
    journey.pass(MINUTE);
    await expired.becomes('expired');
    for (const [order, state] of [
      [done, 'completed'],
      [failed, 'failed'],
      [expired, 'expired'],
      [cancelled, 'cancelled'],
    ] as const) {
      expect(await order.toldUpTo(`order.${state}`)).toEqual(['order.processing', `order.${state}`]);
      expect(order.told.map((event) => event.data['status'])).toEqual(['processing', state]);
    }
  });

  it('is not sent for test orders', async () => {
    const tool = await journey.tool({ status_url: null });
    const [test, real] = [await tool.placed({ is_test: true }), await tool.placed()];
    await test.callback({ ok: true, status: 'processing', progress: 3 });
    for (const order of [test, real]) await order.callback({ ok: true, result_text: 'x' });
    journey.pass(5_000);
    await real.toldUpTo('order.completed');
    expect(triesOf(test)).toEqual([]);
    expect(await test.attempts('notify')).toEqual([]);
  });
});

describe('progress', () => {
  const say = (order: JourneyOrder, progress: number) => order.callback({ ok: true, status: 'processing', progress });
  const told = (order: JourneyOrder) => triesOf(order, 'order.progress').map((event) => event.data['progress']);

  it('is told at most once a second, the newest only', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    await order.toldUpTo('order.processing');
    for (const progress of [1, 2, 3]) await say(order, progress);
    journey.pass(999);
    await say(order, 4);
    expect(told(order)).toEqual([]);
    journey.pass(1);
    await eventually(() => told(order).length === 1);
    for (const progress of [5, 6]) await say(order, progress);
    journey.pass(999);
    await say(order, 7);
    journey.pass(1);
    await eventually(() => told(order).length === 2);
    expect(told(order)).toEqual([4, 7]);
    expect(new Set(order.told.map((event) => event.webhookId)).size).toBe(3);
  });

  it('is dropped once a state follows', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    await say(order, 50);
    await order.callback({ ok: true, result_text: 'x' });
    // As long as progress waits; a message on its way by now is still young enough for the marketplace.
    journey.pass(1_000);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    // The receiver has it before we have written down that it does.
    await eventually(async () => (await notifications('pending')).length === 0);
  });

  it('that changes nothing is not told', async () => {
    const order = await (await journey.tool({ status_url: null })).placed();
    for (let i = 0; i < 2; i++) {
      await say(order, 10);
      journey.pass(1_000);
      await eventually(() => told(order).length === 1);
    }
    await order.cancel();
    expect(await order.toldUpTo('order.cancelled')).toEqual(['order.processing', 'order.progress', 'order.cancelled']);
  });
});

describe('a message that is not taken', () => {
  it.each([[500], [503], [429], [400], [404], [410], [302]])(
    'is sent again after %d, with the same id and body, and a fresh time',
    async (status) => {
      const tool = await journey.tool({ status_url: null });
      journey.marketplace.answer = () => status;
      const order = await tool.placed();
      const attempt = await order.attempt('notify', 1);
      expect(attempt).toMatchObject({ status_code: status, attempt_num: 1 });
      expectSentence(attempt.error);
      journey.marketplace.answer = () => 200;
      const second = await toldAgain(order);
      const [first] = triesOf(order);
      expect(second.webhookId).toBe(first?.webhookId);
      expect(second.body).toBe(first?.body);
      expect(second.problem).toBeUndefined();
      expect(Number(second.headers['webhook-timestamp'])).toBe(Number(first?.headers['webhook-timestamp']) + 5);
      expect(second.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
      expect((await order.attempts('notify')).map(({ outcome, attempt_num }) => [outcome, attempt_num]).at(-1)).toEqual(
        ['delivered', 2],
      );
    },
  );

  it('is sent again where the marketplace cannot be reached', async () => {
    const port = Number(new URL(journey.marketplace.url).port);
    const tool = await journey.tool({ status_url: null });
    await journey.marketplace.close();
    const order = await tool.placed();
    const attempt = await order.attempt('notify', 1);
    expect(attempt).toMatchObject({ outcome: 'connection_error', status_code: null });
    expectSentence(attempt.error);
    await journey.marketplace.listen(port);
    await toldAgain(order);
    expect(order.told.map((event) => event.type)).toEqual(['order.processing']);
  });

  it('holds back what follows of the same order, and nothing of others', async () => {
    const order = await untold();
    await order.callback({ ok: true, result_text: 'x' });
    const other = await order.tool.placed();
    await other.callback({ ok: true, result_text: 'x' });
    expect(await other.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
    expect((await toldAgain(order)).type).toBe('order.processing');
    expect(triesOf(order, 'order.completed')).toEqual([]);
    journey.marketplace.answer = () => 200;
    await toldAgain(order);
    expect(await order.toldUpTo('order.completed')).toEqual(['order.processing', 'order.completed']);
  });

  it('is tried after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h; then it is dead', async () => {
    const order = await untold();
    await order.callback({ ok: true, result_text: 'x' });
    const start = journey.clock.now();
    const at = [0];
    while ((await notifications('dead')).every((message) => message.order_id !== order.id)) {
      await toldAgain(order);
      at.push(journey.clock.now() - start);
    }
    const gaps = at.slice(1).map((instant, i) => instant - at[i]!);
    expect(gaps).toEqual([5_000, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)]);
    const tries = triesOf(order, 'order.processing');
    expect(tries).toHaveLength(10);
    expect(new Set(tries.map((each) => each.webhookId)).size).toBe(1);
    expect(tries.every((each) => each.problem === undefined)).toBe(true);
    const dead = (await notifications('dead')).find((message) => message.order_id === order.id)!;
    expect(dead).toMatchObject({
      ...{ notification_id: tries[0]!.webhookId, destination: 'marketplace', type: 'order.processing', tries: 10 },
      ...{ state: 'dead', next_at: null, done_at: new Date(journey.clock.now()).toISOString() },
    });
    expectSentence(dead.last_error);
    const alert = await journey.operator.waitFor((event) => event.data['order_id'] === order.id);
    expect(alert).toMatchObject({ type: 'notification.dead', data: { notification_id: dead.notification_id } });
    // What follows is not held back any more. It was tried once by now, and refused.
    await order.attempt('notify', 11);
    journey.marketplace.answer = () => 200;
    await toldAgain(order);
    expect(order.told.map((event) => event.type)).toEqual(['order.completed']);
  });

  it.each([
    [0, 4],
    [1 - 1e-9, 6],
  ])('is tried with a spread of 20 percent either way (a draw of %d)', async (chance, seconds) => {
    journey.chance = chance;
    const order = await untold();
    expect((await order.dueAt('notify')) - journey.clock.now()).toBeCloseTo(seconds * 1000, -1);
  });
});

describe('a dead message', () => {
  async function deadMessage(): Promise<[JourneyOrder, NotificationJson]> {
    const order = await untold();
    for (let i = 0; i < 9; i++) await toldAgain(order);
    const message = (await notifications('dead')).find((each) => each.order_id === order.id)!;
    return [order, message];
  }

  it('is replayed under the same id, with a new time', async () => {
    const [order, message] = await deadMessage();
    journey.marketplace.answer = () => 200;
    journey.pass(HOUR);
    const path = `/v1/notifications/${message.notification_id}/replay`;
    expect((await journey.api('POST', path, undefined, 202)).body).toMatchObject({ state: 'pending' });
    const told = await journey.marketplace.waitFor((event) => event.webhookId === message.notification_id);
    expect(told).toMatchObject({ type: 'order.processing', problem: undefined });
    expect(Number(told.headers['webhook-timestamp'])).toBe(Math.floor(journey.clock.now() / 1000));
    expect(told.body).toBe(triesOf(order)[0]?.body);
    await eventually(async () =>
      (await notifications('dead')).every((each) => each.notification_id !== message.notification_id),
    );
    expect((await journey.api('POST', path, undefined, 409)).body.error.code).toBe('wrong_state');
  });

  it('that fails again has all its tries before it', async () => {
    const [order, message] = await deadMessage();
    await journey.api('POST', `/v1/notifications/${message.notification_id}/replay`, undefined, 202);
    await order.attempt('notify', 11);
    expect(await order.dueAt('notify')).toBe(journey.clock.now() + 5_000);
  });

  it('is listed among the dead only, and 404 where there is none', async () => {
    const [, message] = await deadMessage();
    for (const state of ['pending', 'delivered'])
      expect((await notifications(state)).map((each) => each.notification_id)).not.toContain(message.notification_id);
    await journey.api('POST', `/v1/notifications/ntf_${randomUUID().replaceAll('-', '')}/replay`, undefined, 404);
    await journey.api('GET', '/v1/notifications?state=lost', undefined, 400);
  });
});
