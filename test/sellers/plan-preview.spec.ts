import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EMPTY_SKETCH, record } from '../../src/domain/learned/duration-sketch.js';
import { writeSketch } from '../../src/domain/learned/sketch-json.js';
import { admin, askerOf, aTool, openRoom, type TestRoom } from './sellers-room.js';

const HOUR = 3_600_000;
let room: TestRoom;
beforeEach(async () => {
  room = await openRoom();
  const { seller_id } = await room.sellers.create(admin, { name: 'Ada' });
  for (const short_id of ['tool', 'other']) await room.tools.create(admin, aTool({ seller_id, short_id }));
});
afterEach(() => room.close());

interface Past {
  readonly shortId?: string;
  readonly seconds: (n: number) => number;
  readonly by?: string;
  readonly status?: string;
  readonly isTest?: boolean;
  readonly atWorkS?: number;
  readonly inputs?: (n: number) => object;
}

let made = 0;
/** Orders that began ten minutes apart, the last an hour ago. */
async function add(count: number, past: Past): Promise<void> {
  const now = room.clock.now();
  await room.database.unit.run(async (tx) => {
    for (let n = 0; n < count; n++) {
      const id = `order-${++made}`;
      const at = now - 2 * HOUR - (count - n) * 600_000;
      await tx.run(
        `INSERT INTO orders (order_id, short_id, seller_id, is_test, metadata, request_hash, run, status, version, heard,
           attempts, deadline_s, created_at, updated_at, deadline_at, forwarded_at, completed_at, delivered_by)
         VALUES ($1, $2, 's', $3, '{}', '', 1, $4, 1, 0, 0, 60, $5, $5, $5, $5, $6, $7)`,
        [
          ...[id, past.shortId ?? 'tool', past.isTest ? 1 : 0, past.status ?? 'completed', at],
          ...[at + past.seconds(n) * 1_000, past.by ?? 'callback'],
        ],
      );
      await tx.run('INSERT INTO order_inputs (order_id, inputs) VALUES ($1, $2)', [
        id,
        JSON.stringify(past.inputs?.(n) ?? {}),
      ]);
      if (past.atWorkS === undefined) continue;
      await tx.run(
        `INSERT INTO attempts (attempt_id, kind, order_id, run, attempt_num, started_at, duration_ms, method, url, outcome)
         VALUES ($1, 'check', $2, 1, 1, $3, 1, 'GET', 'https://s.example/', 'processing')`,
        [`att_${id}`, id, at + past.atWorkS * 1_000],
      );
    }
  });
}

const preview = (...polls: object[]) =>
  room.tools.previewPlans(
    admin,
    'tool',
    polls.map((poll) => JSON.stringify(poll)),
  );
const minutely = { strategy: 'fixed', interval_s: 60, jitter: 0 };

describe('the preview of plans', () => {
  it('shows the tool’s own plan beside the usual ones, and nothing of no orders', async () => {
    const { plans, ...rest } = await preview();
    expect(rest).toEqual({ short_id: 'tool', sample: 0, since: '2029-12-08T09:00:00.000Z', eta: null });
    const none = { orders: 0, checks_per_order: null, mean_wait_s: null, p95_wait_s: null, found: null };
    expect(plans.map(({ poll }) => poll.strategy)).toEqual(['sweep', 'fixed', 'exponential', 'learned']);
    for (const { poll, ...figures } of plans) expect({ poll, figures }).toEqual({ poll, figures: none });
    await room.tools.change(admin, 'tool', { poll: minutely });
    expect((await preview()).plans.map(({ poll }) => poll.strategy)).toEqual([
      ...['fixed', 'sweep', 'fixed', 'exponential', 'learned'],
    ]);
  });

  it('tells checks and waiting on the tool’s own finished orders, the same on every call', async () => {
    await add(60, { seconds: () => 50 });
    await add(10, { seconds: () => 50, status: 'failed' });
    const answer = await preview(minutely, { strategy: 'learned' });
    expect(answer).toMatchObject({ sample: 70 });
    expect(answer.plans[0]).toEqual({
      poll: { strategy: 'fixed', initial_s: 60, interval_s: 60, jitter: 0 },
      ...{ orders: 70, checks_per_order: 1, mean_wait_s: 10, p95_wait_s: 10, found: 1 },
    });
    expect(answer.plans[1]!.mean_wait_s).toBeLessThan(3);
    expect(await preview(minutely, { strategy: 'learned' })).toEqual(answer);
  });

  it('is the same for a minute, however often it is asked for, and worked out anew then', async () => {
    const count = async (): Promise<unknown> => (await preview(minutely)).sample;
    await add(5, { seconds: () => 50 });
    expect(await Promise.all([count(), count()])).toEqual([5, 5]);
    await add(5, { seconds: () => 50 });
    room.clock.advance(59_000);
    expect(await count()).toBe(5);
    expect((await preview({ ...minutely, interval_s: 61 })).sample).toBe(10);
    room.clock.advance(1_000);
    expect(await count()).toBe(10);
  });

  it('leaves out test orders, other tools, and orders that nobody waited for', async () => {
    await add(3, { seconds: () => 50, isTest: true });
    await add(3, { seconds: () => 50, shortId: 'other' });
    await add(3, { seconds: () => 0, by: 'reply' });
    await add(3, { seconds: () => 50, status: 'expired' });
    expect((await preview(minutely)).sample).toBe(0);
  });

  it('does not take the instant of a check for the end of the work', async () => {
    await add(50, { seconds: () => 900, by: 'check', atWorkS: 840 });
    const [plan] = (await preview({ ...minutely, interval_s: 900 })).plans;
    expect(plan!.checks_per_order).toBe(1);
    expect(plan!.mean_wait_s).toBeGreaterThan(5);
    expect(plan!.mean_wait_s).toBeLessThan(60);
  });

  it('reads the classes of plans that go by them', async () => {
    await add(10, { seconds: (n) => (n % 2 ? 10 : 100), inputs: (n) => ({ model: n % 2 ? 'quick' : 'slow' }) });
    const plan = { strategy: 'adaptive', class_from: 'model', default: 'slow', jitter: 0 };
    const classes = { quick: { interval_s: 10 }, slow: { interval_s: 100 } };
    expect((await preview({ ...plan, classes })).plans[0]).toMatchObject({ checks_per_order: 1, mean_wait_s: 0 });
  });

  it('tells the eta of any order from what was learned', async () => {
    let sketch = EMPTY_SKETCH;
    for (let i = 0; i < 30; i++) sketch = record(sketch, { kind: 'exact', s: 300 + i }, room.clock.now());
    await room.database.unit.run((tx) =>
      tx.run(
        `INSERT INTO tool_durations (short_id, class, sketch, samples, updated_at) VALUES ('tool', '', $1, 30, 1)`,
        [writeSketch(sketch)],
      ),
    );
    const { eta } = await preview(minutely);
    expect(eta).toMatchObject({ sample: 30 });
    expect(Math.abs(eta!.p50_s - 315)).toBeLessThan(15);
  });

  it('takes little of the processor for a thousand orders of hours and the usual plans', async () => {
    await add(1_050, { seconds: (n) => 20_000 + (n % 100) * 50 });
    await preview();
    const rounds: number[] = [];
    for (let round = 0; round < 3; round++) {
      room.clock.advance(60_000);
      const before = process.cpuUsage();
      expect((await preview()).sample).toBe(1_000);
      const { user, system } = process.cpuUsage(before);
      rounds.push((user + system) / 1_000);
    }
    const spent = Math.min(...rounds);
    process.stdout.write(`A preview of 1,000 orders: ${spent.toFixed(0)} ms\n`);
    expect(spent).toBeLessThan(600);
  });

  it.each<[string, string, string]>([
    ['no JSON', '{', 'poll'],
    ['no plan', '7', 'poll'],
    ['an unknown strategy', '{"strategy":"often"}', 'poll.strategy'],
    ['a plan without its interval', '{"strategy":"fixed"}', 'poll.interval_s'],
  ])('refuses %s, by name', async (_what, text, field) => {
    const refused = { status: 400, details: [{ field, message: expect.stringMatching(/\.$/) }] };
    await expect(room.tools.previewPlans(admin, 'tool', [text])).rejects.toMatchObject(refused);
  });

  it('is 404 for another seller', async () => {
    await expect(room.tools.previewPlans(askerOf('seller', 'sel_x'), 'tool', [])).rejects.toMatchObject({
      status: 404,
    });
  });
});
