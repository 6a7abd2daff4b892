import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, aTool, addOrder, openRoom, setStatus, type TestOrder, type TestRoom } from './sellers-room.js';

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

interface Tried {
  readonly at?: number;
  readonly ms?: number;
  readonly error?: string;
  readonly repeated?: number;
  readonly lastAt?: number;
  readonly status?: number;
}

async function addAttempts(order_id: string, kind: string, outcomes: string[], more: Tried = {}) {
  const { at = 1, ms = 1, error = null, repeated = 1, lastAt = null, status = null } = more;
  await room.database.unit.run(async (tx) => {
    for (const [i, outcome] of outcomes.entries()) {
      await tx.run(
        `INSERT INTO attempts (attempt_id, kind, order_id, attempt_num, started_at, duration_ms, method, url, outcome,
           error, repeated, last_at, status_code) VALUES ($1, $2, $3, 1, $5, $6, 'GET', 'https://s.example/', $4, $7, $8, $9, $10)`,
        [`att_${order_id}_${kind}_${at}_${i}`, kind, order_id, outcome, at, ms, error, repeated, lastAt, status],
      );
    }
  });
}

describe('the statistics of a tool', () => {
  it('of no orders are null where there is nothing to divide', async () => {
    expect(await stats()).toEqual({
      ...{ short_id: 'tool', since: '2029-12-08T09:00:00.000Z', orders: 0, completed: 0, failed: 0, expired: 0 },
      ...{ success: null, p50_s: null, p95_s: null, timeouts: 0, checks_per_order: null },
      ...{ calls: 0, timeout_rate: null, check_seconds_per_order: null, last_error: null },
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

  it('tell the share of calls that timed out, and the seconds that an order’s checks cost', async () => {
    await completed('one', 5);
    await completed('two', 5);
    await addAttempts('one', 'forward', ['accepted'], { ms: 9_000 });
    await addAttempts('one', 'check', ['processing'], { ms: 500, repeated: 5 });
    await addAttempts('one', 'check', ['completed'], { ms: 1_500, at: 2 });
    await addAttempts('two', 'forward', ['timeout', 'accepted']);
    await addAttempts('two', 'callback', ['completed'], { ms: 70_000 });
    expect(await stats()).toMatchObject({
      ...{ calls: 9, timeouts: 1, timeout_rate: 0.111, checks_per_order: 3, check_seconds_per_order: 2 },
    });
  });

  it('count what stands in the row of work alone, of long checks that go on for days too', async () => {
    await order('open', { status: 'processing' });
    await addAttempts('open', 'check', ['timeout'], { ms: 30_000 });
    await room.database.unit.run((tx) =>
      tx.run(
        `INSERT INTO work (work_id, kind, subject, run, lane, lane_limit, origin, due_at, state, attempt, claim, by_sweep, repeat_of, repeats, repeated_at)
         VALUES ('w', 'check', 'open', 1, 'tool', 5, '', 0, '{}', 0, 0, 0, 'att_open_check_1_0', 99999, 77)`,
      ),
    );
    expect(await stats()).toMatchObject({
      calls: 100_000,
      timeouts: 100_000,
      timeout_rate: 1,
      check_seconds_per_order: null,
    });
    expect((await stats()).last_error).toMatchObject({ at: new Date(77).toISOString() });
    await setStatus(room, 'open', 'expired');
    expect(await stats()).toMatchObject({ check_seconds_per_order: 3_000_000 });
  });

  it('tell the newest error of forwards, checks and callbacks, with its order', async () => {
    await completed('fine', 5);
    await addAttempts('fine', 'check', ['completed'], { at: 99 });
    await addAttempts('fine', 'mirror', ['server_error'], { at: 98 });
    await addAttempts('fine', 'check', ['server_error'], { at: 5, lastAt: 50, status: 503, error: 'It is down.' });
    await completed('other-one', 5);
    await addAttempts('other-one', 'forward', ['dns_error'], { at: 40, error: 'No such name.' });
    const { last_error } = await stats();
    expect(last_error).toEqual({
      ...{ at: new Date(50).toISOString(), outcome: 'server_error', message: 'It is down.', order_id: 'fine' },
      status_code: 503,
    });
  });

  it('tell what the seller said, where it failed the order itself', async () => {
    await order('failed', { status: 'failed' });
    await addAttempts('failed', 'callback', ['failed'], { at: 7, status: 200 });
    expect((await stats()).last_error).toMatchObject({ message: 'The call ended as failed.' });
    await room.database.unit.run((tx) =>
      tx.run('UPDATE orders SET error = $1', [
        JSON.stringify({ code: 'seller_failed', message: 'No ink.', hint: null }),
      ]),
    );
    expect((await stats()).last_error).toMatchObject({ outcome: 'failed', message: 'No ink.' });
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
