import { describe, expect, it } from '@jest/globals';
import { HOUR } from '../journeys/journey.js';
import { useSchedules } from './schedules-journey.js';

const schedules = useSchedules({ startAt: Date.UTC(2030, 2, 30, 22) });

const CRONS = ['30 2 * * *', '*/30 2 * * *', '0 * * * *'];

/** Makes schedules in Berlin, lets a night pass by half hours, and answers which ticks made jobs. */
async function night(from: number): Promise<Record<string, (string | null)[]>> {
  schedules.journey.clock.advanceTo(from);
  const made = await Promise.all(
    CRONS.map(async (cron) => ({ cron, id: await schedules.make({ cron, timezone: 'europe/berlin' }) })),
  );
  for (let at = from; at <= from + 5 * HOUR; at += HOUR / 2) for (const { id } of made) await schedules.tickAt(id, at);
  const ticks = made.map(async ({ cron, id }) => [cron, (await schedules.ticks(id)).map((at) => at?.slice(8, 16))]);
  return Object.fromEntries(await Promise.all(ticks)) as Record<string, (string | null)[]>;
}

describe('in a night when clocks change', () => {
  it('forward, a fixed time that is left out makes its job right after the gap, and others follow the clock', async () => {
    expect(await night(Date.UTC(2030, 2, 30, 22, 30))).toEqual({
      '30 2 * * *': ['31T01:00'],
      '*/30 2 * * *': [],
      '0 * * * *': ['30T23:00', '31T00:00', '31T01:00', '31T02:00', '31T03:00'],
    });
  });

  it('back, a fixed time that comes twice makes one job, and others follow the clock through both hours', async () => {
    expect(await night(Date.UTC(2030, 9, 26, 22, 30))).toEqual({
      '30 2 * * *': ['27T00:30'],
      '*/30 2 * * *': ['27T00:00', '27T00:30', '27T01:00', '27T01:30'],
      '0 * * * *': ['26T23:00', '27T00:00', '27T01:00', '27T02:00', '27T03:00'],
    });
  });
});
