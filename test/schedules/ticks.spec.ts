import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { HOUR, MINUTE } from '../journeys/journey.js';
import { useSchedules, type ScheduleJson } from './schedules-journey.js';

const schedules = useSchedules();
const { journey } = schedules;
const ofJourney = (ms: number) => new Date(ms).toISOString();
/** The next whole hour; time passes up to it. */
function wholeHour(): number {
  const { clock } = journey;
  clock.advanceTo(Math.ceil((clock.now() + 1) / HOUR) * HOUR);
  return clock.now();
}

describe('a tick', () => {
  it('makes a job at its instant, and not before', async () => {
    const from = wholeHour();
    const target = schedules.target();
    const id = await schedules.make({ url: target.url, cron: '*/5 * * * *', body: '{"a":1}', headers: { 'X-A': 'b' } });
    expect((await schedules.read(id)).next_run_at).toBe(ofJourney(from + 5 * MINUTE));
    journey.clock.advanceTo(from + 5 * MINUTE - 1);
    expect(await schedules.jobs(id)).toEqual([]);
    for (const nth of [1, 2]) {
      await schedules.tickAt(id, from + nth * 5 * MINUTE);
      await eventually(() => target.seen.length === nth);
    }
    expect(target.seen).toEqual([from + 5 * MINUTE, from + 10 * MINUTE]);
    expect(target.requests.map(({ body, headers }) => [String(body), headers['x-a']])).toEqual([
      ...[['{"a":1}', 'b'], ['{"a":1}', 'b']],
    ]); // prettier-ignore
    const jobs = await schedules.jobs(id);
    expect(jobs.map((job) => [job.tick_at, job.scheduled_at, job.created_at])).toEqual(
      [5, 10].map((n) => Array<number>(3).fill(from + n * MINUTE)),
    );
    const deliveries = target.requests.map(({ headers }) => headers['x-fliq-delivery-id']);
    expect(deliveries).toEqual(jobs.map(({ job_id }) => job_id));
    expect(await schedules.read(id)).toMatchObject({
      ...{ last_run_at: ofJourney(from + 10 * MINUTE), next_run_at: ofJourney(from + 15 * MINUTE) },
    });
    // What is called stands in one row, however many jobs call it.
    expect(await schedules.count('call_requests WHERE request_id = $1', [id])).toBe(1);
    expect(jobs.map(({ request_id }) => request_id)).toEqual([id, id]);
  });

  it.each([
    ['59 s, is for its instant', 59_000, 0],
    ['61 s, is for when it was made', 61_000, 61_000],
  ])('that is late by %s', async (_kind, late, scheduled) => {
    const from = wholeHour();
    const id = await schedules.make({ cron: '30 * * * *' });
    await schedules.tickAt(id, from + 30 * MINUTE + late);
    const [job] = await schedules.jobs(id);
    expect(job).toMatchObject({ tick_at: from + 30 * MINUTE, scheduled_at: from + 30 * MINUTE + scheduled });
  });

  it('stands for all that have gone by where the clock jumped ahead: one job, for the latest', async () => {
    const from = wholeHour();
    const id = await schedules.make({ cron: '*/10 * * * *' });
    await schedules.tickAt(id, from + 6 * HOUR + 5 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([ofJourney(from + 6 * HOUR)]);
    expect((await schedules.read(id)).next_run_at).toBe(ofJourney(from + 6 * HOUR + 10 * MINUTE));
  });

  it('keeps to the order of its schedule alone: a hundred schedules tick in the same minute', async () => {
    const from = wholeHour();
    const ids = await Promise.all(Array.from({ length: 100 }, () => schedules.make({ cron: '1 * * * *' })));
    journey.clock.advanceTo(from + MINUTE);
    for (const id of ids) {
      await schedules.tickAt(id, from + MINUTE);
      expect(await schedules.ticks(id)).toEqual([ofJourney(from + MINUTE)]);
    }
  });
});

describe('overlap', () => {
  it('skip makes no job while one is open, and says when that was', async () => {
    const from = wholeHour();
    const target = schedules.target((nth) => (nth === 1 ? { hang: true } : {}));
    const wish = { url: target.url, cron: '* * * * *', timeout_seconds: 300 };
    const id = await schedules.make({ ...wish, overlap: 'skip' });
    await schedules.tickAt(id, from + MINUTE);
    await eventually(() => target.seen.length === 1);
    await schedules.tickAt(id, from + 2 * MINUTE);
    const skipped = await schedules.tickAt(id, from + 3 * MINUTE);
    expect([await schedules.ticks(id), skipped.last_run_at, skipped.last_skipped_at]).toEqual([
      ...[[ofJourney(from + MINUTE)], ofJourney(from + MINUTE), ofJourney(from + 3 * MINUTE)],
    ]); // prettier-ignore
    // By hand there is one more.
    expect((await journey.api('POST', `/schedules/${id}/run`, undefined, 201)).body.schedule_id).toBe(id);
    await journey.seller.down();
    await journey.seller.up();
    await eventually(async () => (await schedules.jobs(id)).every(({ completed_at }) => completed_at !== null));
    await schedules.tickAt(id, from + 4 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([ofJourney(from + MINUTE), null, ofJourney(from + 4 * MINUTE)]);
  });

  it('allow makes one more', async () => {
    const from = wholeHour();
    const target = schedules.target({ hang: true });
    const id = await schedules.make({ url: target.url, cron: '* * * * *', timeout_seconds: 300 });
    await schedules.tickAt(id, from + MINUTE);
    await schedules.tickAt(id, from + 2 * MINUTE);
    await eventually(() => target.seen.length === 2);
    expect((await schedules.read(id)).last_skipped_at).toBeNull();
    await journey.seller.down();
    await journey.seller.up();
  });
});

describe('a paused schedule', () => {
  it('does not tick, and begins again with the next tick after it was resumed', async () => {
    const from = wholeHour();
    const id = await schedules.make({ cron: '*/10 * * * *' });
    const act = async (what: string) =>
      (await journey.api('POST', `/v1/schedules/${id}/${what}`)).body as ScheduleJson & { updated_at: string };
    for (const time of [1, 2])
      expect([time, await act('pause')]).toEqual([
        time,
        expect.objectContaining({ status: 'paused', paused: true, next_run_at: null }),
      ]);
    const { updated_at } = await act('pause');
    journey.pass(HOUR + 5 * MINUTE);
    expect(await schedules.count(`work WHERE kind = 'tick' AND subject = $1`, [id])).toBe(0);
    expect(await act('resume')).toMatchObject({ status: 'active', next_run_at: ofJourney(from + HOUR + 10 * MINUTE) });
    const { next_run_at, updated_at: resumed } = await act('resume');
    expect([updated_at, next_run_at, resumed]).toEqual([
      ...[ofJourney(from), ofJourney(from + HOUR + 10 * MINUTE), ofJourney(from + HOUR + 5 * MINUTE)],
    ]); // prettier-ignore
    await schedules.tickAt(id, from + HOUR + 10 * MINUTE);
    expect(await schedules.ticks(id)).toEqual([ofJourney(from + HOUR + 10 * MINUTE)]);
  });

  it('runs by hand', async () => {
    const target = schedules.target();
    const id = await schedules.make({ url: target.url, cron: '0 0 1 1 *' });
    await journey.api('POST', `/schedules/${id}/pause`);
    const { status, headers, body } = await journey.api('POST', `/schedules/${id}/run`, undefined, 201);
    expect([status, headers.get('location')]).toEqual([201, `/jobs/${body.job_id as string}`]);
    expect(body).toMatchObject({ schedule_id: id, url: target.url, scheduled_at: ofJourney(journey.clock.now()) });
    await eventually(() => target.seen.length === 1);
    expect(await schedules.read(id)).toMatchObject({ paused: true, last_run_at: null });
    expect(await schedules.ticks(id)).toEqual([null]);
  });
});
