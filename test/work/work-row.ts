import type { WorkRow } from '../../src/storage/entities/work.js';

let made = 0;

/** A claimed check of lane `a`, as the table gives it. */
export function workRow(more: Partial<WorkRow>): WorkRow {
  made += 1;
  return {
    ...{
      work_id: `wrk_${made}`,
      kind: 'check',
      subject: `order-${made}`,
      lane: 'a',
      lane_limit: 100,
      group_limit: 1,
      origin: 'https://a.test',
    },
    ...{ run: 1, due_at: made, claim: 1, attempt: 0, taken: 1, tries: 1, by_sweep: 0, by_clock: 0, state: '{}' },
    ...{ repeat_of: null, repeat_mark: null, repeats: 0, repeated_at: null },
    ...more,
  };
}
