import { describe, expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';

const journey = useJourney();
const read = async (path: string) => (await journey.api('GET', path)).body as never;

interface Point {
  readonly at: string;
  readonly placed: number;
  readonly completed: number;
  readonly failed: number;
  readonly calls: Record<string, number>;
  readonly lateness_p95_ms: number | null;
  readonly due: number | null;
}
const series = async (range: string) =>
  (await read(`/v1/system/series?range=${range}`)) as { range: string; step_s: number; points: Point[] };
const sum = (points: readonly Point[], of: (point: Point) => number) => points.reduce((all, one) => all + of(one), 0);

describe('GET /v1/system', () => {
  it('tells how the installation is doing', async () => {
    const tool = await journey.tool();
    await tool.placed();
    const now = (await read('/v1/system')) as { work: { waiting: number }; storage: { database_bytes: number } };
    expect(now).toMatchObject({
      ...{ node: process.versions.node, role: 'all', processes: 1 },
      orders: { processing: 1 },
      work: { due: 0, oldest_due_s: 0, quarantined: 0 },
      ...{ open_breakers: [], notifications: { dead: 0 } },
      storage: { disk_free_bytes: 2 ** 40, disk_total_bytes: 2 ** 41 },
    });
    expect(now.work.waiting).toBeGreaterThan(0);
    expect(now.storage.database_bytes).toBeGreaterThan(4_096);
  });
});

describe('GET /v1/system/series', () => {
  it('adds up what happened, minute by minute', async () => {
    const tool = await journey.tool();
    const before = sum((await series('1h')).points, ({ placed }) => placed);
    const good = await tool.placed();
    await tool.callback({ ok: true, order_id: good.id, output_type: 'text', result_text: 'done' });
    tool.onJob({ status: 422, body: 'no' });
    await (await tool.place()).becomes('failed');
    const { points, step_s } = await eventually(async () => {
      const found = await series('1h');
      return sum(found.points, ({ calls }) => calls.seller_error ?? 0) > 0 && found;
    }).then((found) => found as Awaited<ReturnType<typeof series>>);
    expect([points.length, step_s]).toEqual([60, 60]);
    expect(sum(points, ({ placed }) => placed) - before).toBe(2);
    expect(points.at(-1)).toMatchObject({ completed: 1, failed: 1 });
    expect(points.at(-1)!.lateness_p95_ms).not.toBeNull();
    expect(points[0]).toMatchObject({ placed: 0, lateness_p95_ms: null, due: null });
  });

  it('survives a restart, and moves into the past', async () => {
    const before = sum((await series('6h')).points, ({ placed }) => placed);
    await journey.roundtrip.stop();
    await journey.boot();
    journey.pass(2 * 3_600_000);
    expect(sum((await series('6h')).points, ({ placed }) => placed)).toBe(before);
    expect(sum((await series('1h')).points, ({ placed }) => placed)).toBe(0);
    journey.pass(5 * 3_600_000);
    expect(sum((await series('6h')).points, ({ placed }) => placed)).toBe(0);
    expect(sum((await series('24h')).points, ({ placed }) => placed)).toBe(before);
  });

  it('forgets what is older than eight days', async () => {
    const { database } = journey.roundtrip.storage;
    const rows = async () =>
      Number((await database.read<{ n: number }>('SELECT count(*) AS n FROM minute_figures'))[0]?.n);
    expect(await rows()).toBeGreaterThan(10);
    journey.pass(8 * 86_400_000);
    await series('1h');
    await eventually(async () => (await rows()) < 10);
  });

  it('refuses a range that it does not know', async () => {
    const { status, body } = await journey.roundtrip.call('GET', '/v1/system/series?range=1y');
    expect([status, body.error.details[0].field]).toEqual([400, 'range']);
  });
});
