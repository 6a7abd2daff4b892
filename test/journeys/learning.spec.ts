import { describe, expect, it } from '@jest/globals';
import { binOf, nearestEdge, OPEN_EDGE } from '../../src/domain/learned/duration-grid.js';
import { MAX_LEARNED_CLASSES } from '../../src/domain/learned/class-key.js';
import { about, cellsOf, LEARNED, rowsOf, SILENT, teach } from './learned-tool.js';
import { HOUR, useJourney } from './journey.js';
import type { JourneyTool } from './journey-tool.js';

const journey = useJourney();
const done = { status: 'completed', result_text: 'x' };
const cells = (tool: JourneyTool) => cellsOf(journey, tool);
const exactly = (s: number): [number, number] => [binOf(s), binOf(s) + 1];
const between = (a: number, b: number): [number, number] => [nearestEdge(a), nearestEdge(b)];
const samples = async (tool: JourneyTool) => (await rowsOf(journey, tool))[0]?.samples ?? 0;

/** A tool that is asked every minute, and whose third answer is the last. */
async function foundAtTheThird(last: object): Promise<JourneyTool> {
  const tool = await journey.minutely();
  const processing = { body: { status: 'processing' } };
  return tool.onStatus([processing, processing, { body: last }]);
}

async function checkedThrice(tool: JourneyTool) {
  const order = await tool.placed();
  for (let i = 0; i < 3; i++) await order.checked();
  return order;
}

describe('what a tool’s orders teach of its durations', () => {
  it('is the very time at which the seller called, with a result or a failure', async () => {
    const tool = await journey.tool({ poll: SILENT });
    const orders = [await tool.placed(), await tool.placed()];
    journey.pass(300_000);
    await orders[0]!.callback({ ok: true, result_text: 'x' });
    journey.pass(300_000);
    await orders[1]!.callback({ ok: false, error: 'no' });
    expect(await cells(tool)).toEqual([exactly(300), exactly(600)]);
  });

  it('is the time between two checks, where the second found the end', async () => {
    for (const last of [done, { status: 'failed', error: 'no' }]) {
      const tool = await foundAtTheThird(last);
      await checkedThrice(tool);
      expect(await cells(tool)).toEqual([between(120, 180)]);
    }
  });

  it('is what completed_at says, where that lies between the two', async () => {
    const at = (s: number) => new Date(journey.clock.now() + s * 1_000).toISOString();
    const exact = await foundAtTheThird({ ...done, completed_at: at(131.5) });
    await checkedThrice(exact);
    expect(await cells(exact)).toEqual([exactly(131.5)]);
    const wrong = await foundAtTheThird({ ...done, completed_at: at(119) });
    await checkedThrice(wrong);
    expect(await cells(wrong)).toEqual([between(120, 180)]);
    const called = await journey.tool({ poll: SILENT });
    const order = await called.placed();
    const completed_at = at(40);
    journey.pass(90_000);
    await order.callback({ ok: true, result_text: 'x', completed_at });
    expect(await cells(called)).toEqual([exactly(40)]);
  });

  it('counts 202 and 304 as "still at work", and trouble as nothing', async () => {
    const tool = await journey.minutely();
    tool.onStatus([{ status: 202 }, { status: 500 }, { body: done }]);
    await checkedThrice(tool);
    expect(await cells(tool)).toEqual([between(60, 180)]);
    const unchanged = await journey.minutely();
    const processing = { body: { status: 'processing' }, headers: { etag: '"a"' } };
    unchanged.onStatus([processing, { status: 304 }, { body: done }]);
    await checkedThrice(unchanged);
    expect(await cells(unchanged)).toEqual([between(120, 180)]);
  });

  it('is "longer than last seen at work" where the order was cancelled or expired, nothing where it never was seen', async () => {
    const tool = await journey.minutely();
    const [cancelled, unseen] = [await tool.placed(), await tool.placed()];
    await unseen.cancel();
    await cancelled.checked();
    await cancelled.cancel();
    const expired = await tool.placed({ deadline_s: 150 });
    for (let i = 0; i < 3; i++) await expired.checked();
    await expired.becomes('expired');
    expect(await cells(tool)).toEqual([
      [nearestEdge(60), OPEN_EDGE],
      [nearestEdge(150), OPEN_EDGE],
    ]);
  });

  it('leaves out test orders, replies that hold the result, and words about an earlier run', async () => {
    const tool = await journey.tool({ poll: SILENT });
    const test = await tool.placed({ is_test: true });
    journey.pass(60_000);
    await test.callback({ ok: true, result_text: 'x' });
    const retried = await tool.placed();
    await retried.callback({ ok: false, error: 'no' });
    await retried.retry();
    await retried.becomes('processing', 2);
    journey.pass(60_000);
    await retried.callback({ ok: true, result_text: 'of the first run' }, { run: 1 });
    await retried.becomes('completed');
    expect(await cells(tool)).toEqual([exactly(0)]); // the failure of the first run
    tool.onJob({ body: done });
    await (await tool.place()).becomes('completed');
    expect(await samples(tool)).toBe(1);
  });

  it('loses none of those that end at once, and survives a restart', async () => {
    const tool = await journey.tool({ poll: SILENT });
    const orders = await Promise.all(about(1, 25).map(() => tool.placed()));
    journey.pass(20_000);
    await Promise.all(orders.map((order) => order.callback({ ok: true, result_text: 'x' })));
    expect(await samples(tool)).toBe(25);
    await journey.roundtrip.stop();
    await journey.boot();
    expect(await samples(tool)).toBe(25);
  });

  it('is kept by class too where the plan names one, without what the buyer wrote, for fifty classes of a tool', async () => {
    const tool = await journey.tool({ poll: { ...LEARNED, class_from: 'model' } });
    for (const model of ['image', 'image', 'video', null]) {
      const order = await tool.placed({ inputs: { model } });
      journey.pass(10_000);
      await order.callback({ ok: true, result_text: 'x' });
    }
    const rows = await rowsOf(journey, tool);
    expect(rows.map((row) => row.samples).sort()).toEqual([1, 2, 4]);
    expect(JSON.stringify(rows)).not.toMatch(/image|video/);
    const orders = await Promise.all(
      Array.from({ length: MAX_LEARNED_CLASSES }, (_, i) => tool.placed({ inputs: { model: `m${i}` } })),
    );
    journey.pass(10_000);
    for (const order of orders) await order.callback({ ok: true, result_text: 'x' });
    expect(await rowsOf(journey, tool)).toHaveLength(MAX_LEARNED_CLASSES + 1);
    expect(await samples(tool)).toBe(MAX_LEARNED_CLASSES + 4);
    // Another key: the classes of the old one make room.
    await tool.patch({ poll: { ...LEARNED, class_from: 'size' } });
    const order = await tool.placed({ inputs: { size: 'xl' } });
    journey.pass(10_000);
    await order.callback({ ok: true, result_text: 'x' });
    expect((await rowsOf(journey, tool)).map((row) => row.samples)).toEqual([MAX_LEARNED_CLASSES + 5, 1]);
  });

  it('is learned of a class that comes often, though a buyer has named fifty others before', async () => {
    const tool = await journey.tool({ poll: { ...LEARNED, class_from: 'model' } });
    const place = (models: string[]) => Promise.all(models.map((model) => tool.placed({ inputs: { model } })));
    const junk = await place(Array.from({ length: MAX_LEARNED_CLASSES }, (_, i) => `junk ${i}`));
    journey.pass(10_000);
    for (const order of junk) await order.callback({ ok: true, result_text: 'x' });
    const real = await place(Array.from({ length: 25 }, (_, i) => (i % 5 === 4 ? `more junk ${i}` : 'image')));
    journey.pass(60_000);
    for (const order of real) await order.callback({ ok: true, result_text: 'x' });
    const classes = (await rowsOf(journey, tool)).filter(({ ofClass }) => ofClass !== '');
    expect(classes).toHaveLength(MAX_LEARNED_CLASSES);
    expect(Math.max(...classes.map(({ samples }) => Math.round(samples)))).toBe(20);
  });

  it('goes with the tool', async () => {
    const tool = await journey.tool({ poll: SILENT });
    await teach(tool, [5]);
    expect(await rowsOf(journey, tool)).toHaveLength(1);
    await journey.api('DELETE', `/v1/tools/${tool.shortId}`, undefined, 204);
    expect(await rowsOf(journey, tool)).toEqual([]);
    journey.pass(HOUR);
  });
});
