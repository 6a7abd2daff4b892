import type { CDPSession } from 'playwright-core';

/** An event of Chromium's tracing, as far as we read it; `ts` and `dur` are microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly data?: { readonly isOutermostMainFrame?: boolean } };
}

const CATEGORIES = [
  'blink.user_timing',
  'loading',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'cc',
];

/** What the browser traced while `act` went on. */
export async function traceOf(session: CDPSession, act: () => Promise<unknown>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  });
  await act();
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

/** Milliseconds from the navigation to the first paint with content. */
export function paintOf(events: readonly TraceEvent[]): number {
  const painted = events.findLast(({ name }) => name === 'firstContentfulPaint');
  const started = events.findLast(({ name, ts }) => name === 'navigationStart' && ts <= (painted?.ts ?? 0));
  if (!started || !painted) throw new Error('The trace tells of no first paint.');
  return (painted.ts - started.ts) / 1_000;
}

/** Milliseconds from each drawn frame to the next. */
export function framesOf(events: readonly TraceEvent[]): number[] {
  const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1_000);
  const sorted = drawn.toSorted((a, b) => a - b);
  return sorted.slice(1).map((at, i) => at - sorted[i]!);
}
