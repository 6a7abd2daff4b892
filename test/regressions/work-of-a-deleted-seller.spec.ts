import { describe, expect, it } from '@jest/globals';
import { useJobs } from '../jobs/jobs-journey.js';

/**
 * Deleting a seller ends its jobs, schedules and polls in one transaction, and its token with them. A request that had passed the door
 * just before was laid down after it all the same: a schedule so made went on calling for ever, for somebody who was gone.
 */
const jobs = useJobs({ env: { SELLER_WORK: 'on' } });
const { journey } = jobs;
const url = 'https://private.test/';

describe('a seller that is deleted while it lays down', () => {
  it.each([
    ['jobs', '/jobs', { scheduled_at: '2990-01-01T00:00:00Z' }],
    ['schedules', '/schedules', { cron: '* * * * *' }],
    ['polls', '/v1/polls', { interval: 3_600 }],
  ])('leaves no open %s behind', async (table, path, fields) => {
    const open = table === 'schedules' ? '' : `AND status IN ('scheduled', 'running', 'waiting')`;
    for (let round = 1; round <= 4; round++) {
      const seller = await journey.newSeller();
      const post = () => journey.roundtrip.call('POST', path, { url, ...fields }, { token: seller.token });
      const posts = Array.from({ length: 3 * round }, post);
      const gone = journey.api('DELETE', `/v1/sellers/${seller.seller_id}`, undefined, 204);
      const answers = await Promise.all([...posts, ...Array.from({ length: 6 }, post)]);
      await gone;
      expect(answers.every(({ status }) => [201, 401, 404].includes(status))).toBe(true);
      expect(await jobs.count(`${table} WHERE owner = $1 ${open}`, [seller.seller_id])).toBe(0);
      expect(await jobs.count(`work WHERE lane LIKE '%' || $1 || '%'`, [seller.seller_id])).toBe(0);
    }
  });

  it('is not called for by a replay either', async () => {
    const seller = await journey.newSeller();
    const made = await journey.roundtrip.call(
      'POST', '/jobs', { url, scheduled_at: jobs.in(0) }, { token: seller.token },
    ); // prettier-ignore
    const id = made.body.job_id as string;
    await jobs.becomes(id, 'failed');
    await journey.api('DELETE', `/v1/sellers/${seller.seller_id}`, undefined, 204);
    expect((await journey.roundtrip.call('POST', `/jobs/${id}/replay`)).status).toBe(404);
  });
});
