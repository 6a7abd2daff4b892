import { expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules } from '../schedules/schedules-journey.js';
import { takenUpByTheDead } from '../support/taken-up.js';

// A tick that the server had in hand as it died ran after the next start as the latest tick that had gone by: one that was missed while
// it was down had a job, and the one that was not had none. A tick that had come and was given back unopened at SIGTERM was left out.
const schedules = useSchedules();
const { journey } = schedules;
const iso = (ms: number) => new Date(ms).toISOString();

function wholeHour(): number {
  journey.clock.advanceTo(Math.ceil((journey.clock.now() + 1) / HOUR) * HOUR);
  return journey.clock.now();
}

it.each([
  ['and none of those missed since', false, [10]],
  ['and the latest of those missed since where its schedule catches up', true, [10, 40]],
])('a tick that was in hand as the server died runs as itself, %s', async (_which, catchUp, minutes) => {
  const from = wholeHour();
  const id = await schedules.make({ cron: '*/10 * * * *', catch_up: catchUp });
  await takenUpByTheDead(journey.roundtrip.storage.database, `kind = 'tick' AND subject = $1`, [id]);
  await journey.roundtrip.stop();
  journey.clock.advanceTo(from + 45 * MINUTE);
  await journey.boot();
  await schedules.tickAt(id, from);
  expect(await schedules.ticks(id)).toEqual(minutes.map((minute) => iso(from + minute * MINUTE)));
  expect((await schedules.read(id)).next_run_at).toBe(iso(from + 50 * MINUTE));
});

it('a tick that came as the server was told to stop, and was not opened any more, runs as itself', async () => {
  const from = wholeHour();
  const id = await schedules.make({ cron: '*/10 * * * *' });
  await journey.roundtrip.rooms.engineRoom.engine.stop(0);
  journey.clock.advanceTo(from + 10 * MINUTE);
  await journey.roundtrip.stop();
  journey.clock.advanceTo(from + 45 * MINUTE);
  await journey.boot();
  await schedules.tickAt(id, from);
  expect(await schedules.ticks(id)).toEqual([iso(from + 10 * MINUTE)]);
  await schedules.tickAt(id, from + 50 * MINUTE);
  expect(await schedules.ticks(id)).toEqual([iso(from + 10 * MINUTE), iso(from + 50 * MINUTE)]);
});
