import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_SKETCH, record } from '../../src/domain/learned/duration-sketch.js';
import { writeSketch } from '../../src/domain/learned/sketch-json.js';
import { addOrder, admin, askerOf, aTool, openRoom, type TestRoom } from './sellers-room.js';

const HOUR = 3_600_000;
const fixed = { strategy: 'fixed', initial_s: 20, interval_s: 60, jitter: 0 };
let room: TestRoom;
let sellerId = '';
beforeEach(async () => {
  room = await openRoom();
  sellerId = (await room.sellers.create(admin, { name: 'Ada' })).seller_id;
  await room.tools.create(admin, aTool({ seller_id: sellerId, short_id: 'tool' }));
});
afterEach(() => room.close());

const durations = () => room.tools.durations(admin, 'tool');
const total = (bars: readonly { count: number }[]) => bars.reduce((sum, { count }) => sum + count, 0);

let made = 0;
/** An order that took so many seconds; where `atWorkS` is named a check last found it at work then, and the next found it done. */
async function took(seconds: number, more: { by?: string; atWorkS?: number; isTest?: boolean } = {}): Promise<void> {
  const at = room.clock.now() - HOUR;
  const order_id = `order-${++made}`;
  const times = { created_at: at, forwarded_at: at, completed_at: at + seconds * 1_000 };
  await addOrder(room, { order_id, short_id: 'tool', status: 'completed', is_test: more.isTest ? 1 : 0, ...times });
  await room.database.unit.run(async (tx) => {
    await tx.run('UPDATE orders SET delivered_by = $2 WHERE order_id = $1', [order_id, more.by ?? 'callback']);
    if (more.atWorkS === undefined) return;
    await tx.run(
      `INSERT INTO attempts (attempt_id, kind, order_id, run, attempt_num, started_at, duration_ms, method, url, outcome)
       VALUES ($1, 'check', $1, 1, 1, $2, 1, 'GET', 'https://s.example/', 'processing')`,
      [order_id, at + more.atWorkS * 1_000],
    );
  });
}

/** As `learn-durations` would have written it. */
async function learned(seconds: readonly number[]): Promise<void> {
  const now = room.clock.now();
  const sketch = seconds.reduce((known, s) => record(known, { kind: 'exact', s }, now), EMPTY_SKETCH);
  await room.database.unit.run((tx) =>
    tx.run(
      `INSERT INTO tool_durations (short_id, class, sketch, samples, updated_at) VALUES ('tool', '', $1, $2, $3)`,
      [writeSketch(sketch), sketch.samples, now],
    ),
  );
}

describe('the durations of a tool', () => {
  it('of no orders are an empty histogram and its plan’s instants; the sweep has none', async () => {
    expect(await durations()).toEqual({
      ...{ short_id: 'tool', sample: 0, exact: 0, unit: 's', histogram: [], eta: null },
      plan: { strategy: 'sweep', checks_s: [], expected_checks: null, expected_wait_s: null },
    });
    await room.tools.change(admin, 'tool', { poll: { ...fixed, max_checks: 3 } });
    expect((await durations()).plan).toEqual({
      ...{ strategy: 'fixed', checks_s: [20, 80, 140], expected_checks: null, expected_wait_s: null },
    });
  });

  it('count each past order once, exactly where its end was told, else between two checks', async () => {
    for (const seconds of [40, 50, 60]) await took(seconds);
    await took(1_000, { by: 'check', atWorkS: 940 });
    await took(5, { isTest: true });
    await took(0.2, { by: 'reply' });
    const { histogram, ...rest } = await durations();
    expect(rest).toMatchObject({ sample: 4, exact: 3, eta: null });
    expect(total(histogram)).toBe(4);
    expect(histogram[0]!.from_s).toBeLessThan(40);
    const last = histogram.at(-1)!;
    expect([last.from_s < 1_000, last.to_s > 940]).toEqual([true, true]);
  });

  it('tell what the plan comes to by what was learned of the tool', async () => {
    const seconds = Array.from({ length: 60 }, (_, n) => 270 + n);
    await learned(seconds);
    for (const s of seconds.slice(0, 5)) await took(s);
    await room.tools.change(admin, 'tool', { poll: { strategy: 'learned', budget: 2 } });
    const { eta, plan, histogram } = await durations();
    expect(total(histogram)).toBe(5);
    expect(eta).toMatchObject({ sample: 60, p50_s: expect.any(Number) });
    expect(plan).toMatchObject({ strategy: 'learned', expected_checks: expect.any(Number) });
    expect(plan.expected_checks).toBeLessThan(2.1);
    expect(plan.expected_wait_s).toBeLessThan(60);
    expect(plan.checks_s[0]).toBeGreaterThan(250);
    expect(plan.checks_s.length).toBeLessThanOrEqual(50);
  });

  it('expect nothing by fewer orders than a plan would go by', async () => {
    await learned([40, 50, 60]);
    await room.tools.change(admin, 'tool', { poll: { strategy: 'learned', budget: 2, jitter: 0 } });
    expect(await durations()).toMatchObject({ eta: null, plan: { expected_checks: null, expected_wait_s: null } });
    expect((await durations()).plan.checks_s.slice(0, 2)).toEqual([30, 75]);
  });

  it('are the same for a minute, and its owner’s and the operator’s alone', async () => {
    expect((await durations()).sample).toBe(0);
    await took(40);
    expect((await durations()).sample).toBe(0);
    room.clock.advance(61_000);
    expect((await durations()).sample).toBe(1);
    expect(await room.tools.durations(askerOf('seller', sellerId), 'tool')).toMatchObject({ short_id: 'tool' });
    await expect(room.tools.durations(askerOf('seller', 'sel_other'), 'tool')).rejects.toMatchObject({ status: 404 });
  });
});
