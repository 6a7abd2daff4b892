import { describe, expect, it } from '@jest/globals';
import { count, diskUse, sizeOf } from './figures.ts';
import { chartsOf } from './series.ts';
import { checksOf, timesOf, type Sweep } from './sweep-charts.ts';

const point = {
  at: '2026-03-01T12:00:00.000Z',
  ...{ placed: 5, completed: 3, failed: 1, expired: 0, lateness_p95_ms: null, due: 2, waiting: null },
  calls: { ok: 9, seller_error: 2, timeout: 1, network: 0, refused: 0 },
};
const sweep: Sweep = {
  ...{ sweep_id: 'swp_1', manual: false, opened_at: '2026-03-01T12:15:00.000Z', due: 8 },
  ...{ checked: 7, changed: 3, failed: 1, duration_ms: null, lateness: 40 },
};

describe('the figures of the system page', () => {
  it('are drawn point by point, what is not known left open', () => {
    const { throughput, calls, lateness, work } = chartsOf({ points: [point] });
    expect(throughput.x).toEqual([Date.parse(point.at)]);
    expect(throughput.series.map(({ values }) => values)).toEqual([[5], [3], [1], [0]]);
    expect(calls.series.map(({ values }) => values)).toEqual([[9], [2], [1], [0], [0]]);
    expect(lateness.series[0]!.values).toEqual([null]);
    expect(work.series.map(({ values }) => values)).toEqual([[2], [null]]);
  });

  it('draw the sweeps, which come newest first, from the oldest on', () => {
    const older = { ...sweep, opened_at: '2026-03-01T12:00:00.000Z', due: 4, duration_ms: 900 };
    expect(checksOf([sweep, older])).toMatchObject({
      x: [Date.parse(older.opened_at), Date.parse(sweep.opened_at)],
      series: [{ values: [4, 8] }, { values: [7, 7] }, { values: [3, 3] }, { values: [1, 1] }],
    });
    expect(timesOf([sweep, older]).series.map(({ values }) => values)).toEqual([
      [900, null],
      [40, 40],
    ]);
  });

  it('tell how full the disk is, where that is known', () => {
    const storage = { database_bytes: 1, files: null, disk_free_bytes: 49, disk_total_bytes: 120 };
    expect(diskUse(storage)).toBe(60);
    expect(diskUse({ ...storage, disk_free_bytes: null })).toBeNull();
    expect(diskUse({ ...storage, disk_total_bytes: 0 })).toBeNull();
    expect([sizeOf(null), sizeOf(1_400), count(12_345)]).toEqual(['not known', '1.4 kB', '12,345']);
  });
});
