import { describe, expect, it } from '@jest/globals';
import type { ToolDurations } from '../../api/client.ts';
import { drawingOf } from './duration-bars.ts';
import { planText } from './plan-text.ts';

const durations = (fields: Partial<ToolDurations>): ToolDurations => ({
  ...{ short_id: 'letters', sample: 3, exact: 3, unit: 's', eta: null },
  histogram: [
    { from_s: 10, to_s: 100, count: 1 },
    { from_s: 100, to_s: 1_000, count: 2 },
  ],
  plan: { strategy: 'learned', checks_s: [10, 100, 5_000], expected_checks: null, expected_wait_s: null },
  ...fields,
});

describe('the history of durations', () => {
  it('is drawn on a logarithmic axis, the highest bar as high as the drawing', () => {
    const bars = drawingOf(durations({}))!.bars.map(({ x, width, height }) =>
      [x, width, height].map((n) => +n.toFixed(3)),
    );
    expect(bars).toEqual([
      [0, 0.5, 0.5],
      [0.5, 0.5, 1],
    ]);
  });

  it('bears the checks of the plan that fall within it', () => {
    expect(drawingOf(durations({}))!.checks.map(({ atS }) => atS)).toEqual([10, 100]);
  });

  it('has round times to read it by, far enough apart for their words', () => {
    const ticks = drawingOf(durations({}))!.ticks;
    expect(ticks.map(({ atS }) => atS)).toEqual([30, 120, 300]);
  });

  it('is not drawn where nothing is known', () => {
    expect(drawingOf(durations({ histogram: [] }))).toBeNull();
  });
});

describe('a plan in a few words', () => {
  it('says when a seller is asked', () => {
    expect(planText({ strategy: 'fixed', interval_s: 90 })).toBe('every 1 min 30 s');
    expect(planText({ strategy: 'fixed', interval_s: 0.5 })).toBe('every 0.5 s');
    expect(planText({ strategy: 'adaptive', classes: { short: {}, long: {} } })).toBe('2 classes of orders');
    expect(planText({ strategy: 'of tomorrow' })).toBe('of tomorrow');
  });
});
