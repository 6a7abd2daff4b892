import { useJourney, type Journey, type JourneyOptions } from '../journeys/journey.js';
import { targetOf, type Reply, type Target } from '../journeys/target.js';
import { eventually } from '../support/eventually.js';
import type { Answer, CallOptions } from '../support/roundtrip.js';

export interface JobJson {
  readonly id: string;
  readonly job_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly scheduled_at: string;
  readonly next_attempt_at: string | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly status_code: number | null;
  readonly last_error: string | null;
  readonly replay_of: string | null;
}

export interface JobAttemptJson {
  readonly id: string;
  readonly job_id: string;
  readonly kind: string;
  readonly attempt_num: number;
  readonly started_at: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly status_code: number | null;
  readonly url: string;
  readonly response_excerpt: string | null;
}

/** Public jobs of the first admin at a scripted server, by a clock that the test moves. */
export class JobsJourney {
  constructor(readonly journey: Journey) {}

  /** A new address that answers as told. */
  target(reply: Reply = {}, method = 'POST'): Target {
    return targetOf(this.journey, reply, method);
  }

  /** The instant so many milliseconds from now. */
  in(ms: number): string {
    return new Date(this.journey.clock.now() + ms).toISOString();
  }

  post(body: object, options: CallOptions = {}, path = '/jobs'): Promise<Answer> {
    return this.journey.roundtrip.call('POST', path, { scheduled_at: this.in(0), ...body }, options);
  }

  async make(body: object): Promise<string> {
    const answer = await this.post(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as JobJson).job_id;
  }

  async read(id: string): Promise<JobJson> {
    return (await this.journey.api('GET', `/jobs/${id}`)).body as JobJson;
  }

  /** Newest first. */
  async attempts(id: string): Promise<JobAttemptJson[]> {
    const attempts = (await this.journey.api('GET', `/jobs/${id}/attempts`)).body as JobAttemptJson[];
    return attempts.filter(({ kind }) => kind === 'job');
  }

  becomes(id: string, status: string): Promise<JobJson> {
    return eventually(async () => {
      const job = await this.read(id);
      if (job.status !== status) throw new Error(`It is ${job.status}.`);
      return job;
    });
  }

  /** Once so many attempts have ended. */
  async after(id: string, attempts: number): Promise<JobJson> {
    return eventually(async () => {
      const job = await this.read(id);
      if (job.attempts < attempts) throw new Error(`It was tried ${job.attempts} times.`);
      return job;
    });
  }

  /** Lets time pass up to its next attempt, and answers once that has ended: how many seconds after the one before it came. */
  async nextWaitS(id: string): Promise<number> {
    const { next_attempt_at, attempts } = await this.read(id);
    const waitMs = Date.parse(next_attempt_at!) - this.journey.clock.now();
    this.journey.pass(waitMs);
    await this.after(id, attempts + 1);
    return waitMs / 1_000;
  }

  async count(sql: string, params: string[] = []): Promise<number> {
    const query = `SELECT count(*) AS n FROM ${sql}`;
    return Number((await this.journey.roundtrip.storage.database.read<{ n: number }>(query, params))[0]?.n);
  }
}

export function useJobs(options: JourneyOptions = {}): JobsJourney {
  return new JobsJourney(useJourney(options));
}
