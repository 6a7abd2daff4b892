import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
const plan = { poll: { strategy: 'fixed', interval_s: 600, jitter: 0 }, max_concurrency: 4 };
const up = { body: { status: 'processing' } };

interface ReplayJson {
  readonly forward: number;
  readonly check: number;
  readonly extend: number;
  readonly extend_by_s: number;
  readonly redo: number;
  readonly left: number;
  readonly status: string;
  readonly done: number;
}

interface OutageJson {
  readonly outage_id: string;
  readonly from: string;
  readonly to: string | null;
  readonly orders: number;
  readonly replayed_at: string | null;
  readonly replay: ReplayJson | null;
}

async function outagesOf(tool: JourneyTool): Promise<OutageJson[]> {
  return (await journey.api('GET', `/v1/outages?short_id=${tool.shortId}&limit=100`)).body.outages as OutageJson[];
}

const read = async (id: string) => (await journey.api('GET', `/v1/outages/${id}`)).body as OutageJson;

async function replay(id: string, body: { dry_run?: boolean; redo?: boolean } = {}): Promise<ReplayJson> {
  const status = body.dry_run ? 200 : 202;
  return (await journey.api('POST', `/v1/outages/${id}/replay`, body, status)).body as ReplayJson;
}

/** Everything that is due has been done, or waits for a later instant: time may pass. */
async function quiet(): Promise<void> {
  const sql = `SELECT count(*) AS n FROM work WHERE kind IN ('forward', 'check') AND (claim <> 0 OR due_at <= $1)`;
  const { storage, rooms } = journey.roundtrip;
  await eventually(async () => {
    const [row] = await storage.database.read<{ n: number }>(sql, [journey.clock.now()]);
    return Number(row!.n) === 0 && rooms.engineRoom.engine.inFlight === 0;
  });
}

async function pass(ms: number, steps = 1): Promise<void> {
  for (let step = 0; step < steps; step++) {
    journey.pass(ms);
    await quiet();
  }
}

const placed = (tool: JourneyTool, count: number, fields: object = {}) =>
  Promise.all(Array.from({ length: count }, () => tool.placed(fields)));
const place = (tool: JourneyTool, count: number, fields: object = {}) =>
  Promise.all(Array.from({ length: count }, () => tool.place(fields)));

/** Once every answer before has been told to its breaker: a good one that came late would part the row of failures. */
async function down(tool: JourneyTool): Promise<void> {
  await quiet();
  tool.onJob({ status: 503 }).onStatus({ status: 503 });
}

/** The tool answers again, and a probe has found that out. Checks find orders at work, then done. */
async function back(tool: JourneyTool, status: object = up): Promise<OutageJson> {
  tool.onJob({ status: 200 }).onStatus(status);
  const over = async () => (await outagesOf(tool)).find(({ to }) => to !== null);
  for (let tries = 0; tries < 40 && !(await over()); tries++) await pass(30_000);
  return (await over())!;
}

/** Lets the replay go on, batch by batch. */
async function replayed(id: string): Promise<OutageJson> {
  return eventually(async () => {
    const outage = await read(id);
    if (outage.replay?.status === 'done') return outage;
    journey.pass(1_000);
    throw new Error(JSON.stringify(outage.replay));
  });
}

/** How often the seller took each order, from a request on. */
function takenSince(tool: JourneyTool, first: number): number[] {
  const counts = new Map<string, number>();
  for (const { json } of tool.jobs.slice(first).map((request) => ({ json: JSON.parse(request.body.toString()) })))
    counts.set(json.order_id as string, (counts.get(json.order_id as string) ?? 0) + 1);
  return [...counts.values()];
}

const statuses = async (orders: readonly JourneyOrder[]) =>
  [...new Set((await Promise.all(orders.map((order) => order.read()))).map(({ status }) => status))].join();

describe('a seller that was down for hours, with forty orders', () => {
  it('is made good by one button: all of them complete, and each is taken once', async () => {
    const tool = await journey.tool(plan);
    const begun = await placed(tool, 10, { deadline_s: 1_209_600 });
    const begunAndLost = await placed(tool, 3, { deadline_s: 3_600 });
    const before = tool.jobs.length;
    await down(tool);
    const failed = await place(tool, 10, { deadline_s: 1_209_600 });
    await quiet();
    const expired = await place(tool, 10, { deadline_s: 600 });
    await quiet();
    // Tried for six hours: while its breaker is open only one is, every ten minutes or so.
    await pass(HOUR, 7);
    for (let n = 0; n < 200 && (await statuses(failed)) !== 'failed'; n++) await pass(15 * MINUTE);
    for (const order of expired) await order.becomes('expired');
    for (const order of begunAndLost) await order.becomes('expired');
    const waiting = await place(tool, 10, { deadline_s: 86_400 });
    await pass(1_000);
    const lasting = (await outagesOf(tool))[0]!;
    const { body } = await journey.api('POST', `/v1/outages/${lasting.outage_id}/replay`, { dry_run: true }, 409);
    expect(body.error.code).toBe('outage_lasts');
    expect(tool.jobs.length).toBeGreaterThan(before);

    const outage = await back(tool);
    expect(outage.orders).toBe(43);
    const attention = async () =>
      (await journey.api('GET', '/v1/attention')).body.groups as { cause: string; count: number; title: string }[];
    expect(await attention()).toEqual([
      expect.objectContaining({ cause: 'outage', count: 43, outage_ids: [outage.outage_id] }),
    ]);

    const startedAlready = (await Promise.all(waiting.map((order) => order.read()))).filter((o) => o.forwarded_at);
    const dry = await replay(outage.outage_id, { dry_run: true });
    expect(dry).toEqual({
      ...{ outage_id: outage.outage_id, dry_run: true, status: 'none', done: 0 },
      ...{ forward: 30 - startedAlready.length, check: 10 + startedAlready.length, extend: 20, redo: 3, left: 40 },
      extend_by_s: Math.ceil((Date.parse(outage.to!) - Date.parse(outage.from)) / 1_000),
    });
    const deadline = Date.parse((await begun[0]!.read()).deadline_at);
    const first = tool.jobs.length - startedAlready.length;
    const both = await Promise.all([replay(outage.outage_id), replay(outage.outage_id)]);
    for (const one of both) expect(one).toMatchObject({ forward: dry.forward, check: dry.check, redo: 3 });
    const done = await replayed(outage.outage_id);
    expect(done.replay).toMatchObject({ status: 'done', done: 40, left: 0 });
    expect(done.replayed_at).not.toBeNull();

    const read1 = await begun[0]!.read();
    expect(Date.parse(read1.deadline_at) - deadline).toBe(Date.parse(outage.to!) - Date.parse(outage.from));
    const notes = (await begun[0]!.events()).filter(({ type }) => type === 'note');
    expect(notes.map(({ message, cause }) => [message, cause.kind])).toEqual([
      [expect.stringMatching(/^Its deadline was moved by \d+ h \d+ min, /), 'replay'],
    ]);
    await quiet();
    const all = [...begun, ...failed, ...expired, ...waiting];
    await eventually(async () => (await statuses(all)) === 'processing');
    expect(takenSince(tool, first)).toEqual(Array(30).fill(1));
    tool.onStatus({ body: { status: 'completed', result_text: 'done' } });
    for (let n = 0; n < 5 && (await statuses(all)) !== 'completed'; n++) await pass(10 * MINUTE);
    expect(await statuses(all)).toBe('completed');
    expect(await statuses(begunAndLost)).toBe('expired');

    const again = { forward: 0, check: 0, extend: 0, redo: 3, left: 0 };
    expect(await replay(outage.outage_id, { dry_run: true })).toMatchObject(again);
    expect(await replay(outage.outage_id)).toMatchObject({ ...again, status: 'done', done: 0 });
    expect(takenSince(tool, first)).toEqual(Array(30).fill(1));
    // What was begun and has expired is sent again only where somebody says so: until then it needs a person.
    expect(await attention()).toEqual([expect.objectContaining({ cause: 'expired', count: 3 })]);

    expect(await replay(outage.outage_id, { redo: true })).toMatchObject({ redo: 3, left: 3, status: 'running' });
    await replayed(outage.outage_id);
    await eventually(() => takenSince(tool, first).length === 33);
    for (const order of begunAndLost) await order.becomes('processing', 2);
    for (let n = 0; n < 5 && (await statuses(begunAndLost)) !== 'completed'; n++) await pass(10 * MINUTE);
    expect(await statuses(begunAndLost)).toBe('completed');
    expect(await attention()).toEqual([]);
  }, 120_000);

  it('is made good to its end where the server stops in the middle, and where a transaction breaks', async () => {
    const tool = await journey.tool(plan);
    await down(tool);
    const orders = await place(tool, 40);
    await quiet();
    await pass(HOUR);
    const outage = await back(tool);
    const first = tool.jobs.length;
    const started = (await Promise.all(orders.map((order) => order.read()))).filter((o) => o.forwarded_at).length;
    const { change } = journey.roundtrip.rooms.orders;
    const extend = change.extend.bind(change);
    let calls = 0;
    change.extend = async (...args) => {
      if (++calls === 10) throw new Error('The disk broke.');
      return extend(...args);
    };
    journey.forgiveBreaks(1);
    expect((await replay(outage.outage_id)).left).toBe(40);
    await eventually(async () => ((await read(outage.outage_id)).replay?.done ?? 0) === 9);
    await journey.roundtrip.stop();
    await journey.boot();
    expect((await read(outage.outage_id)).replay).toMatchObject({ status: 'running', done: 9, left: 31 });
    expect((await replayed(outage.outage_id)).replay).toMatchObject({ status: 'done', done: 40 });
    await quiet();
    await eventually(async () => (await statuses(orders)) === 'processing');
    const taken = takenSince(tool, first);
    expect([taken.length, Math.max(...taken)]).toEqual([40 - started, 1]);
    for (const order of orders) expect((await order.events()).filter(({ type }) => type === 'note')).toHaveLength(1);
  }, 120_000);
});

describe('two outages that an order was in at once', () => {
  it('move its deadline by the time that both took together', async () => {
    const tool = await journey.tool(plan);
    const [order] = await placed(tool, 20, { deadline_s: 1_209_600 });
    await quiet();
    tool.onStatus({ status: 503 });
    await pass(10 * MINUTE, 3);
    await eventually(async () => (await outagesOf(tool))[0]?.orders === 20);
    const outage = await back(tool);
    const [from, to] = [Date.parse(outage.from), Date.parse(outage.to!)];
    // The origin as a whole was away as well: from in the midst of it, and a minute longer.
    await journey.roundtrip.storage.database.unit.run(async (tx) => {
      await tx.run(
        `INSERT INTO outages (outage_id, seller_id, short_id, origin, began_at, ended_at, forwards, checks, callbacks, replay_done)
         SELECT 'out_other', seller_id, '', origin, $1, $2, 0, 0, 0, 0 FROM outages WHERE outage_id = $3`,
        [from + MINUTE, to + MINUTE, outage.outage_id],
      );
      await tx.run(
        `INSERT INTO outage_orders (outage_id, order_id, run, kind, at, extended)
         SELECT 'out_other', order_id, run, kind, at, 0 FROM outage_orders WHERE outage_id = $1`,
        [outage.outage_id],
      );
    });
    const deadline = async () => Date.parse((await order!.read()).deadline_at);
    const before = await deadline();
    await replay(outage.outage_id);
    await replayed(outage.outage_id);
    expect((await deadline()) - before).toBe(to - from);
    await replay('out_other');
    await replayed('out_other');
    expect((await deadline()) - before).toBe(to - from + MINUTE);
    expect(await replay('out_other', { dry_run: true })).toMatchObject({ forward: 0, check: 0, extend: 0, left: 0 });
  }, 60_000);
});

describe('what is asked of a replay', () => {
  it.each([
    [{ dry_run: 'yes' }, 'dry_run'],
    [{ redo: null }, 'redo'],
    [{ all: true }, 'all'],
  ])('is refused by name where it is wrong: %j', async (body, field) => {
    const { body: answer } = await journey.api('POST', '/v1/outages/out_x/replay', body, 400);
    expect(answer.error.details[0].field).toBe(field);
  });

  it('is 404 where there is no such outage', async () => {
    await journey.api('POST', '/v1/outages/out_x/replay', {}, 404);
    await journey.api('GET', '/v1/outages/out_x', undefined, 404);
  });
});
