import { expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { MINUTE } from '../journeys/journey.js';
import { useSchedules } from './schedules-journey.js';

/** Two of these places are for the calls of one owner. */
const schedules = useSchedules({ env: { MAX_CONCURRENCY: '4' } });

it('a tick is opened while calls that hang hold all places of its owner', async () => {
  const hanging = schedules.target({ hang: true });
  const id = await schedules.make({ cron: '* * * * *' });
  const job = { url: hanging.url, scheduled_at: new Date(schedules.journey.clock.now()).toISOString() };
  for (let n = 0; n < 3; n++) await schedules.journey.api('POST', '/jobs', job, 201);
  await eventually(() => hanging.seen.length === 2);

  await schedules.tickAt(id, schedules.journey.clock.now() + MINUTE);
  expect(await schedules.jobs(id)).toHaveLength(1);
  expect(hanging.seen).toHaveLength(2);
});
