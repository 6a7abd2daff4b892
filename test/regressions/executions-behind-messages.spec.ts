import { expect, it } from '@jest/globals';
import { useJobs, type JobAttemptJson } from '../jobs/jobs-journey.js';
import { eventually } from '../support/eventually.js';

/**
 * `GET /jobs/{id}/executions` has the calls of a job alone. They were picked from a page of all its attempts, so that tries to tell of
 * its end, which are newer, took their places: `?limit=1` of a job with a webhook was empty.
 */
const jobs = useJobs();
const { journey } = jobs;

it('executions are as many calls as were asked for, whatever came after them', async () => {
  const id = await jobs.make({ url: jobs.target().url, webhook_url: jobs.target().url });
  const [told, called] = await eventually(async () => {
    const attempts = (await journey.api('GET', `/jobs/${id}/attempts`)).body as JobAttemptJson[];
    if (attempts.length < 2) throw new Error('Its end has not been told yet.');
    return attempts;
  });
  expect([told?.kind, called?.kind]).toEqual(['notify', 'job']);
  const { body } = await journey.api('GET', `/jobs/${id}/executions?limit=1`);
  expect(body.executions).toEqual([expect.objectContaining({ id: called?.id })]);
});
