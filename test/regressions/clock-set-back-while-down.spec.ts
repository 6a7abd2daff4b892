import { expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules } from '../schedules/schedules-journey.js';

// A jump of the clock is seen only by a process that runs. A server that stopped before its clock was set back by six hours found its
// ticks laid down six hours ahead, and a schedule of every ten minutes was silent until then.
const schedules = useSchedules();
const { journey } = schedules;

it('a schedule ticks by the new time where the clock was set back while the server was down', async () => {
  journey.clock.advanceTo(Math.ceil((journey.clock.now() + 1) / HOUR) * HOUR);
  const from = journey.clock.now() - 6 * HOUR;
  const iso = (ms: number) => new Date(ms).toISOString();
  const id = await schedules.make({ cron: '*/10 * * * *' });
  await journey.roundtrip.stop();
  journey.clock.jump(-6 * HOUR);
  await journey.boot();
  expect((await schedules.read(id)).next_run_at).toBe(iso(from + 10 * MINUTE));
  await schedules.tickAt(id, from + 10 * MINUTE);
  expect(await schedules.ticks(id)).toEqual([iso(from + 10 * MINUTE)]);
});
