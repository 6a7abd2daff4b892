import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, aTool, addOrder, openRoom, type TestOrder, type TestRoom } from './sellers-room.js';

const DAY = 86_400_000;
let room: TestRoom;
beforeEach(async () => {
  room = await openRoom();
  const { seller_id } = await room.sellers.create(admin, { name: 'Ada' });
  for (const short_id of ['tool', 'other']) await room.tools.create(admin, aTool({ seller_id, short_id }));
});
afterEach(() => room.close());

const stats = () => room.tools.stats(admin, 'tool');
const order = (order_id: string, more: Partial<TestOrder> = {}) =>
  addOrder(room, { order_id, short_id: 'tool', ...more });

/** An order that the seller completed so many seconds after its forward. */
const completed = (order_id: string, seconds: number, more: Partial<TestOrder> = {}) => {
  const forwarded_at = room.clock.now() - 3_600_000;
  return order(order_id, {
    status: 'completed',
    created_at: forwarded_at - 1_000,
    forwarded_at,
    completed_at: forwarded_at + seconds * 1_000,
    ...more,
  });
};

async function addAttempts(order_id: string, kind: string, outcomes: string[]) {
  await room.database.unit.run(async (tx) => {
    for (const [i, outcome] of outcomes.entries()) {
      await tx.run(
        `INSERT INTO attempts (attempt_id, kind, order_id, attempt_num, started_at, duration_ms, method, url, outcome)
         VALUES ($1, $2, $3, 1, 1, 1, 'GET', 'https://s.example/', $4)`,
        [`att_${order_id}_${kind}_${i}`, kind, order_id, outcome],
      );
    }
  });
}

describe('the statistics of a tool', () => {
  it('of no orders are null where there is nothing to divide', async () => {
    expect(await stats()).toEqual({
      ...{ short_id: 'tool', since: '2029-12-08T09:00:00.000Z', orders: 0, completed: 0, failed: 0, expired: 0 },
      ...{ success: null, p50_s: null, p95_s: null, timeouts: 0, checks_per_order: null },
    });
  });

  it('tell success, durations, timeouts and checks an order', async () => {
    for (let seconds = 1; seconds <= 20; seconds++) await completed(`done-${seconds}`, seconds);
    await order('failed', { status: 'failed' });
    await order('expired', { status: 'expired' });
    await order('cancelled', { status: 'cancelled' });
    await order('open', { status: 'processing' });
    await addAttempts('done-1', 'forward', ['timeout', 'accepted']);
    await addAttempts('done-1', 'check', ['processing', 'timeout', 'completed']);
    await addAttempts(
      'failed',
      'check',
      Array.from({ length: 8 }, () => 'processing'),
    );
    await addAttempts('open', 'check', ['timeout']);
    await addAttempts('done-2', 'callback', ['completed']);
    expect(await stats()).toMatchObject({
      ...{ orders: 24, completed: 20, failed: 1, expired: 1, success: 0.909 },
      ...{ p50_s: 10, p95_s: 19, timeouts: 3, checks_per_order: 0.5 },
    });
  });

  it('leave out test orders, orders of other tools and those older than 30 days', async () => {
    await completed('counts', 4);
    await completed('test', 1, { is_test: 1 });
    await completed('others', 1, { short_id: 'other' });
    await completed('old', 1, { created_at: room.clock.now() - 30 * DAY - 1 });
    expect(await stats()).toMatchObject({ orders: 1, p50_s: 4, p95_s: 4 });
  });

  it('look at the newest 1,000 orders, each once, also where many came in one millisecond', async () => {
    await room.database.unit.run(async (tx) => {
      for (let n = 0; n < 1_250; n++) {
        const at = room.clock.now() - Math.floor(n / 40);
        await tx.run(
          `INSERT INTO orders (order_id, short_id, seller_id, is_test, metadata, request_hash, run, status, version,
             heard, attempts, deadline_s, created_at, updated_at, deadline_at)
           VALUES ($1, 'tool', 's', 0, '{}', '', 1, $2, 1, 0, 0, 60, $3, $3, $3)`,
          [`order-${n}`, n < 1_000 ? 'failed' : 'expired', at],
        );
      }
    });
    expect(await stats()).toMatchObject({ orders: 1_000, failed: 1_000, expired: 0, success: 0 });
  });
});
