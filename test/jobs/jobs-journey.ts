import { useJourney, type Journey, type JourneyOptions } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import type { Answer, CallOptions } from '../support/roundtrip.js';
import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';

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

type Reply = SellerReply | ((nth: number, request: SellerRequest) => SellerReply | Promise<SellerReply>);

/** An address of the scripted server; `seen` are the instants of its requests. */
export interface Target {
  readonly url: string;
  readonly seen: number[];
  readonly requests: SellerRequest[];
}

/** Public jobs of the first admin at a scripted server, by a clock that the test moves. */
export class JobsJourney {
  private made = 0;

  constructor(readonly journey: Journey) {}

  /** A new address that answers as told. */
  target(reply: Reply = {}, method = 'POST'): Target {
    const path = `/target-${++this.made}`;
    const [seen, requests]: [number[], SellerRequest[]] = [[], []];
    this.journey.seller.on(method, path, (request) => {
      requests.push(request);
      const nth = seen.push(this.journey.clock.now());
      return typeof reply === 'function' ? reply(nth, request) : reply;
    });
    return { url: this.journey.seller.url(path), seen, requests };
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
