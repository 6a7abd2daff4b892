import type { Answer, CallOptions } from '../support/roundtrip.js';
import { eventually } from '../support/eventually.js';
import { useJourney, type Journey, type JourneyOptions } from '../journeys/journey.js';
import { targetOf, type Reply, type Target } from '../journeys/target.js';

export interface PollJson {
  readonly poll_id: string;
  readonly status: string;
  readonly attempts: number;
  readonly next_check_at: string | null;
  readonly response: { status: number; headers: Record<string, string>; body: unknown } | null;
  readonly error: { code: string; message: string } | null;
  readonly timeout_at: string;
}

export interface AttemptJson {
  readonly kind: string;
  readonly attempt_num: number;
  readonly started_at: string;
  readonly outcome: string;
  readonly error: string | null;
  readonly status_code: number | null;
  readonly url: string;
  readonly response_excerpt: string | null;
  readonly repeated: number;
  readonly last_at: string;
}

/** Public polls of the first admin at a scripted server, by a clock that the test moves. */
export class PollsJourney {
  private readonly told = new Map<string, number>();

  constructor(readonly journey: Journey) {}

  /** A new address that answers as told. */
  target(reply: Reply, method = 'GET'): Target {
    return targetOf(this.journey, reply, method);
  }

  post(body: object, options: CallOptions = {}): Promise<Answer> {
    return this.journey.roundtrip.call('POST', '/v1/polls', body, options);
  }

  async make(body: object): Promise<string> {
    const answer = await this.post(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as PollJson).poll_id;
  }

  async read(id: string): Promise<PollJson> {
    return (await this.journey.api('GET', `/v1/polls/${id}`)).body as PollJson;
  }

  /** Newest first. */
  async attempts(id: string, kind = 'poll'): Promise<AttemptJson[]> {
    return (await this.attemptRows(id, kind)).flatMap((row) =>
      Array.from({ length: row.repeated }, (_, n) => ({ ...row, attempt_num: row.attempt_num + row.repeated - 1 - n })),
    );
  }

  /** The same as they are listed: equal ones in a row are one. */
  async attemptRows(id: string, kind = 'poll'): Promise<AttemptJson[]> {
    const { body } = await this.journey.api('GET', `/v1/polls/${id}/attempts?limit=100`);
    return (body as { attempts: AttemptJson[] }).attempts.filter((attempt) => attempt.kind === kind);
  }

  becomes(id: string, status: string): Promise<PollJson> {
    return eventually(async () => {
      const poll = await this.read(id);
      if (poll.status !== status) throw new Error(`It is ${poll.status}.`);
      return poll;
    });
  }

  /** Once so many requests have ended. */
  async after(id: string, attempts: number): Promise<PollJson> {
    return eventually(async () => {
      const poll = await this.read(id);
      if (poll.attempts < attempts) throw new Error(`It was asked ${poll.attempts} times.`);
      return poll;
    });
  }

  /** Seconds from its creation at which each of its next requests, from the first on, was made; time passes up to each. */
  async asked(id: string, count: number): Promise<number[]> {
    const from = Date.parse((await this.journey.api('GET', `/v1/polls/${id}`)).body.created_at as string);
    const told = this.told.get(id) ?? 0;
    const at: number[] = [];
    this.told.set(id, told + count);
    for (let n = told + 1; n <= told + count; n++) {
      // The first goes at once.
      const { next_check_at } = n === 1 ? { next_check_at: null } : await this.read(id);
      if (next_check_at !== null) this.journey.clock.advanceTo(Date.parse(next_check_at));
      await eventually(async () => (await this.attempts(id)).length === n);
      const [newest] = await this.attemptRows(id);
      at.push((Date.parse(newest!.last_at) - from) / 1_000);
    }
    return at;
  }

  async waitS(id: string): Promise<number> {
    return (Date.parse((await this.read(id)).next_check_at!) - this.journey.clock.now()) / 1_000;
  }
}

export function usePolls(options: JourneyOptions = {}): PollsJourney {
  return new PollsJourney(useJourney(options));
}
