import { expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules } from '../schedules/schedules-journey.js';
import { eventually } from '../support/eventually.js';
import { refuseRows } from '../support/whole-database.js';

// A tick whose opening failed for a moment was put back for five seconds later, and that became its instant: its job was one for 12:00:05,
// nothing kept 12:00 from a second one, and a server that was stopped within these seconds took it for one that it had missed.
const schedules = useSchedules();
const { journey } = schedules;
const iso = (ms: number) => new Date(ms).toISOString();

/** Lets the opening of its next tick fail once; answers the tick's instant. */
async function failToOpen(id: string): Promise<number> {
  const { database } = journey.roundtrip.storage;
  const tick = Date.parse((await schedules.read(id)).next_run_at!);
  const allow = await refuseRows(database, 'jobs');
  journey.forgiveBreaks(1);
  journey.clock.advanceTo(tick);
  await eventually(async () => Date.parse((await schedules.read(id)).next_run_at!) === tick + 5_000);
  await allow();
  return tick;
}

it('a tick whose opening failed is opened as itself, some seconds later', async () => {
  const id = await schedules.make({ cron: '0 * * * *' });
  const tick = await failToOpen(id);
  await schedules.tickAt(id, tick + 5_000);
  expect((await schedules.jobs(id)).map((job) => [job.tick_at, job.scheduled_at])).toEqual([[tick, tick]]);
  expect((await schedules.read(id)).next_run_at).toBe(iso(tick + HOUR));
});

it('also where the server is stopped before, and comes up after the next ticks', async () => {
  const id = await schedules.make({ cron: '0 * * * *' });
  const tick = await failToOpen(id);
  await journey.roundtrip.stop();
  journey.clock.advanceTo(tick + 2 * HOUR + MINUTE);
  await journey.boot();
  await schedules.tickAt(id, tick);
  expect(await schedules.ticks(id)).toEqual([iso(tick)]);
  expect((await schedules.read(id)).next_run_at).toBe(iso(tick + 3 * HOUR));
});
