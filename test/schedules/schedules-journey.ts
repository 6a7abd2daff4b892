import { afterEach } from '@jest/globals';
import type { JobRow } from '../../src/storage/entities/job.js';
import { useJourney, type Journey, type JourneyOptions } from '../journeys/journey.js';
import { PollsJourney } from '../polls/polls-journey.js';
import { eventually } from '../support/eventually.js';
import type { Answer, CallOptions } from '../support/roundtrip.js';

export interface ScheduleJson {
  readonly schedule_id: string;
  readonly status: string;
  readonly paused: boolean;
  readonly next_run_at: string | null;
  readonly last_run_at: string | null;
  readonly last_skipped_at: string | null;
}

/** Public schedules of the first admin at a scripted server, by a clock that the test moves. */
export class SchedulesJourney {
  private readonly targets: PollsJourney;

  constructor(readonly journey: Journey) {
    this.targets = new PollsJourney(journey);
  }

  /** A new address that is called by POST; `seen` are the instants of its requests. */
  target(reply: Parameters<PollsJourney['target']>[0] = {}): ReturnType<PollsJourney['target']> {
    return this.targets.target(reply, 'POST');
  }

  post(body: object, options: CallOptions = {}): Promise<Answer> {
    return this.journey.roundtrip.call('POST', '/schedules', body, options);
  }

  async make(body: object): Promise<string> {
    const answer = await this.post({ url: 'https://private.test/', ...body });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as ScheduleJson).schedule_id;
  }

  async read(id: string): Promise<ScheduleJson> {
    return (await this.journey.api('GET', `/v1/schedules/${id}`)).body as ScheduleJson;
  }

  /** Its jobs, oldest first, as they stand in the database. */
  jobs(id: string): Promise<JobRow[]> {
    const sql = 'SELECT * FROM jobs WHERE schedule_id = $1 ORDER BY job_id';
    return this.journey.roundtrip.storage.database.read<JobRow>(sql, [id]);
  }

  /** The ticks that made jobs, oldest first. */
  async ticks(id: string): Promise<(string | null)[]> {
    return (await this.jobs(id)).map(({ tick_at }) => (tick_at === null ? null : new Date(tick_at).toISOString()));
  }

  /** Lets time pass up to an instant, and waits until the tick that it brings has been opened. */
  async tickAt(id: string, instant: string | number): Promise<ScheduleJson> {
    this.journey.clock.advanceTo(new Date(instant));
    return eventually(async () => {
      const schedule = await this.read(id);
      if (schedule.next_run_at === null || Date.parse(schedule.next_run_at) > this.journey.clock.now()) return schedule;
      throw new Error(`Its tick of ${schedule.next_run_at} has not been opened.`);
    });
  }

  async count(sql: string, params: (string | number)[] = []): Promise<number> {
    const { database } = this.journey.roundtrip.storage;
    return Number((await database.read<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`, params))[0]?.n);
  }
}

/** Schedules that a test makes end with it. */
export function useSchedules(options: JourneyOptions = {}): SchedulesJourney {
  const schedules = new SchedulesJourney(useJourney(options));
  afterEach(async () => {
    const { schedules: all } = (await schedules.journey.api('GET', '/v1/schedules?limit=100')).body;
    for (const { schedule_id } of all as ScheduleJson[])
      await schedules.journey.api('DELETE', `/v1/schedules/${schedule_id}`, undefined, 204);
  });
  return schedules;
}
