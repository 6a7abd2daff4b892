import { readSketch } from '../../src/domain/learned/sketch-json.js';
import type { DurationSketch } from '../../src/domain/learned/duration-sketch.js';
import type { Journey } from './journey.js';
import type { JourneyOrder } from './journey-order.js';
import type { JourneyTool } from './journey-tool.js';

/** A plan that asks in the far end only, so that an order is found by nothing but what the test does. */
export const SILENT = { strategy: 'fixed', interval_s: 80_000, jitter: 0 };
export const LEARNED = { strategy: 'learned', jitter: 0 };

/** Orders that were placed at once and took so many seconds each; their seller called back. */
export async function teach(tool: JourneyTool, seconds: readonly number[], fields: object = {}): Promise<void> {
  const orders = await Promise.all(seconds.map(() => tool.placed(fields)));
  const from = tool.journey.clock.now();
  for (const [i, s] of [...seconds].sort((a, b) => a - b).entries()) {
    tool.journey.clock.advanceTo(from + s * 1_000);
    await (orders[i] as JourneyOrder).callback({ ok: true, result_text: 'x' });
  }
}

/** Durations of a tool that takes so long, give or take 2 %. */
export const about = (s: number, count = 30) => Array.from({ length: count }, (_, i) => s * (0.98 + (i % 5) / 100));

interface Row {
  readonly class: string;
  readonly samples: number;
  readonly sketch: string;
}

/** What is kept of a tool's durations, the tool's own row first. */
export async function rowsOf(journey: Journey, tool: JourneyTool): Promise<(DurationSketch & { ofClass: string })[]> {
  const rows = await journey.roundtrip.storage.database.read<Row>(
    'SELECT class, samples, sketch FROM tool_durations WHERE short_id = $1 ORDER BY class',
    [tool.shortId],
  );
  return rows.map((row) => {
    const read = readSketch(row.sketch);
    if (!read.ok) throw new Error(read.problem);
    return { ...read.sketch, ofClass: row.class };
  });
}

/** Where the durations lie, as edges of the grid. */
export async function cellsOf(journey: Journey, tool: JourneyTool): Promise<[number, number][]> {
  const [all] = await rowsOf(journey, tool);
  return (all?.cells ?? []).map(({ from, to }) => [from, to]);
}
