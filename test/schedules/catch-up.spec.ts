import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules } from './schedules-journey.js';
import { takenUpByTheDead } from '../support/taken-up.js';

const schedules = useSchedules();
const { journey } = schedules;
const iso = (ms: number) => new Date(ms).toISOString();

/** Makes schedules at a whole hour, stops, lets time pass, starts again. */
async function downFor(ms: number, wishes: readonly object[], during?: (ids: string[]) => Promise<void>) {
  journey.clock.advanceTo(Math.ceil((journey.clock.now() + 1) / HOUR) * HOUR);
  const from = journey.clock.now();
  const ids: string[] = [];
  for (const wish of wishes) ids.push(await schedules.make(wish));
  await during?.(ids);
  await journey.roundtrip.stop();
  journey.pass(ms);
  await journey.boot();
  return { from, ids };
}

describe('ticks that were missed while the server was down', () => {
  it('do not run, and the next one does', async () => {
    const { from, ids } = await downFor(25 * MINUTE, [{ cron: '*/10 * * * *' }]);
    const [id = ''] = ids;
    expect(await schedules.read(id)).toMatchObject({ next_run_at: iso(from + 30 * MINUTE), last_run_at: null });
    await schedules.tickAt(id, from + 30 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([iso(from + 30 * MINUTE)]);
  });

  it.each([
    ['one', 15, 10],
    ['many', 245, 240],
  ])('run once, late, where the schedule catches up, be it %s', async (_many, minutes, latest) => {
    const wish = { cron: '*/10 * * * *', catch_up: true };
    const { from, ids } = await downFor(minutes * MINUTE, [wish, { ...wish, catch_up: false }]);
    const [id = '', other = ''] = ids;
    await schedules.tickAt(id, from);
    expect(await schedules.ticks(id)).toEqual([iso(from + latest * MINUTE)]);
    expect((await schedules.jobs(id))[0]).toMatchObject({ scheduled_at: from + minutes * MINUTE });
    expect(await schedules.read(id)).toMatchObject({
      ...{ last_run_at: iso(from + latest * MINUTE), next_run_at: iso(from + (latest + 10) * MINUTE) },
    });
    expect(await schedules.ticks(other)).toEqual([]);
  });

  it('are none where it was down between two', async () => {
    const { from, ids } = await downFor(5 * MINUTE, [{ cron: '*/10 * * * *', catch_up: true }]);
    const [id = ''] = ids;
    await schedules.tickAt(id, from + 10 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([iso(from + 10 * MINUTE)]);
  });

  it('stay missed for one that was paused', async () => {
    const { from, ids } = await downFor(25 * MINUTE, [{ cron: '*/10 * * * *', catch_up: true }], async ([id = '']) => {
      await journey.api('POST', `/schedules/${id}/pause`);
    });
    const [id = ''] = ids;
    await journey.api('POST', `/schedules/${id}/resume`);
    await schedules.tickAt(id, from + 30 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([iso(from + 30 * MINUTE)]);
  });

  it('are not those that the server had taken up as it died: they run', async () => {
    const { from, ids } = await downFor(12 * MINUTE, [{ cron: '*/10 * * * *' }, { cron: '*/10 * * * *' }], async ([id = '']) => {
      await takenUpByTheDead(journey.roundtrip.storage.database, `kind = 'tick' AND subject = $1`, [id]);
    }); // prettier-ignore
    const [id = '', other = ''] = ids;
    await schedules.tickAt(id, from);
    expect([await schedules.ticks(id), await schedules.ticks(other)]).toEqual([[iso(from + 10 * MINUTE)], []]);
  });

  it('are looked through by hundreds', async () => {
    const { unit } = journey.roundtrip.storage.database;
    const { from } = await downFor(15 * MINUTE, [{ cron: '*/10 * * * *' }], async ([id = '']) => {
      const copies = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)';
      await unit.run(async (tx) => {
        await tx.run(
          `${copies} INSERT INTO schedules SELECT 'sch_x' || i, 'sel_x', request_id, name, cron, timezone, catch_up, overlap, method,
            shown_url, max_retries, timeout_s, backoff, ignored_fields, paused, last_run_at, last_skipped_at, created_at, updated_at
            FROM n, schedules WHERE schedule_id = $1`,
          [id],
        );
        await tx.run(
          `${copies} INSERT INTO work (work_id, kind, subject, lane, lane_limit, group_limit, origin, run, due_at, claim, attempt, by_sweep, by_clock, state)
            SELECT 'wrk_000000000000000000000000000' || (10000 + i), kind, 'sch_x' || i, lane, lane_limit, group_limit, origin, run, due_at, claim, attempt, by_sweep, by_clock, state
            FROM n, work WHERE kind = 'tick' AND subject = $1`,
          [id],
        );
      });
    });
    expect(await schedules.count(`work WHERE kind = 'tick' AND due_at = $1`, [from + 20 * MINUTE])).toBe(451);
    expect(await schedules.count('jobs WHERE tick_at = $1', [from + 10 * MINUTE])).toBe(0);
    await journey.roundtrip.storage.database.unit.run(async (tx) => {
      await tx.run(`DELETE FROM schedules WHERE schedule_id LIKE 'sch_x%'`, []);
      await tx.run(`DELETE FROM work WHERE subject LIKE 'sch_x%'`, []);
    });
  });
});
