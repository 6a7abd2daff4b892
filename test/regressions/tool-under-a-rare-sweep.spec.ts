import { expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';

/**
 * Saving a tool works out the longest gap between two sweeps, to tell of deadlines that are shorter. It looked twenty ticks ahead:
 * where the operator sweeps once a year that is twenty years, farther than the library of cron expressions looks, and every tool
 * was answered 500.
 */
const journey = useJourney({ env: { SWEEP_CRON: '0 0 29 2 *' } });

it('saves a tool where the sweep ticks once in four years, and tells of its deadline', async () => {
  const tool = await journey.tool();
  const { warnings } = (await journey.api('GET', `/v1/tools/${tool.shortId}`)).body;
  expect(warnings).toMatchObject([
    { field: 'deadline_s', message: expect.stringMatching(/^The first check may come \d{7,} s/) },
  ]);
});
