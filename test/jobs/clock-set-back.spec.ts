import { describe, expect, it } from '@jest/globals';
import { HOUR } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { useJobs } from './jobs-journey.js';

/** Of one process on SQLite: where several share Postgres, they go by its clock. */
const jobs = useJobs();
const { journey } = jobs;

describe('a clock that was set back', () => {
  it('calls nobody early: the job waits for its time anew', async () => {
    const target = jobs.target();
    const id = await jobs.make({ url: target.url, scheduled_at: jobs.in(HOUR) });
    // As the engine finds it: due by the clock before, and not by this one.
    await journey.roundtrip.storage.database.unit.run((tx) =>
      tx.run('UPDATE work SET due_at = $2 WHERE subject = $1', [id, journey.clock.now()]),
    );
    journey.roundtrip.rooms.engineRoom.engine.wake();
    await eventually(
      async () => (await jobs.count('work WHERE subject = $1 AND attempt = 1 AND by_clock = 1', [id])) === 1,
    );
    expect(await jobs.read(id)).toMatchObject({ status: 'scheduled', attempts: 0, next_attempt_at: jobs.in(HOUR) });
    expect(target.seen).toEqual([]);
    journey.pass(HOUR);
    await jobs.becomes(id, 'success');
  });
});
