import { expect, it } from '@jest/globals';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules } from '../schedules/schedules-journey.js';
import { eventually } from '../support/eventually.js';

// A tick stood in line for the places of its owner's calls, although it calls nobody. Where the jobs of the owner hung in all of them,
// for up to five minutes each, no schedule of that owner ticked; then one job stood for all ticks that had gone by, and the rest were lost.
const schedules = useSchedules({ env: { MAX_CONCURRENCY: '1' } });
const { journey } = schedules;

it('schedules tick while the calls of their owner hold every place there is', async () => {
  journey.clock.advanceTo(Math.ceil((journey.clock.now() + 1) / HOUR) * HOUR);
  const from = journey.clock.now();
  const iso = (ms: number) => new Date(ms).toISOString();
  const slow = schedules.target({ hang: true });
  await journey.api('POST', '/jobs', { url: slow.url, scheduled_at: iso(from), timeout_seconds: 300 }, 201);
  await eventually(() => slow.seen.length === 1);
  const id = await schedules.make({ url: schedules.target().url, cron: '* * * * *' });
  for (const nth of [1, 2, 3]) await schedules.tickAt(id, from + nth * MINUTE);
  expect(await schedules.ticks(id)).toEqual([1, 2, 3].map((nth) => iso(from + nth * MINUTE)));
  await journey.seller.down();
  await journey.seller.up();
  await eventually(async () => (await schedules.jobs(id)).every(({ status }) => status === 'success'));
});
