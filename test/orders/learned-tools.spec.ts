import { expect, it } from '@jest/globals';
import { sketchOf, type SeenDuration } from '../../src/domain/learned/duration-sketch.js';
import { writeSketch } from '../../src/domain/learned/sketch-json.js';
import { LearnedTools } from '../../src/orders/learned-tools.js';

const MINUTE = 60_000;

/** A table of one tool's row, and of whichever classes it names; `read` is what was asked for. */
function room(classes: Record<string, number> = {}) {
  const clock = { at: 1_000, now: () => clock.at, elapsed: () => clock.at };
  const rows: Record<string, number> = { '': 100, ...classes };
  const read: string[] = [];
  const row = (shortId: string, ofClass: string, samples: number) => {
    const seen = Array.from({ length: samples }, (_, i): SeenDuration => ({ kind: 'exact', s: i + 1 }));
    const sketch = writeSketch(sketchOf(seen, clock.at));
    return { short_id: shortId, class: ofClass, sketch, samples, updated_at: clock.at };
  };
  const find = (shortId: string, ofClass: string) => {
    read.push(`${shortId}/${ofClass}`);
    const samples = rows[ofClass];
    return Promise.resolve(samples === undefined ? null : row(shortId, ofClass, samples));
  };
  return { clock, rows, read, tools: new LearnedTools({ find }, clock, 1_000) };
}

it('stays in memory though the orders of another tool name thousands of classes', async () => {
  const { read, tools } = room();
  await tools.refresh('quiet', null);
  for (let i = 0; i < 2_500; i++) await tools.refresh('loud', `class ${i}`);
  await tools.refresh('quiet', null);
  expect(read.filter((one) => one === 'quiet/')).toHaveLength(1);
  expect(tools.of('loud', 'class 7')).toBe(tools.of('loud', null));
});

it('reads a class that has no row at most once a minute, and at once when it has been taught', async () => {
  const { clock, rows, read, tools } = room();
  const reads = () => read.filter((one) => one === 'tool/new').length;
  for (let i = 0; i < 5; i++) await tools.refresh('tool', 'new');
  expect(reads()).toBe(1);
  clock.at += MINUTE;
  await tools.refresh('tool', 'new');
  expect(reads()).toBe(2);
  rows['new'] = 30;
  tools.grew('tool', 'new', 30);
  await tools.refresh('tool', 'new');
  expect(tools.of('tool', 'new')?.sample).toBe(30);
});

it('works out anew after a minute only where a twentieth of what weighs in is new', async () => {
  const { clock, rows, tools } = room();
  const after = async (samples: number) => {
    clock.at += MINUTE;
    rows[''] = samples;
    await tools.refresh('tool', null);
    return tools.of('tool', null);
  };
  const first = await after(100);
  expect(await after(104)).toBe(first);
  const second = await after(106);
  expect([second === first, second?.sample]).toEqual([false, 106]);
  const third = await after(20_000);
  expect(await after(20_010)).toBe(third);
  expect(await after(20_020)).not.toBe(third);
});
