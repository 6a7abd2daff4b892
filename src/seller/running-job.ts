import { postJson, untilTaken, type RetryTimes } from './call-roundtrip.js';
import type { JobEnds } from './job.js';
import type { JobRecord, JobState, ReceivedJob } from './job-store.js';
import { makeResult, ResultProblem, type Output } from './make-result.js';
import { reportOf } from './words.js';

export interface RunningNeeds {
  /** False: nothing is called back, and Roundtrip asks. */
  readonly callbacks: boolean;
  readonly secret: string | undefined;
  readonly times: RetryTimes | undefined;
  /** Keeps the record, unless a newer run of the order has begun. */
  readonly keep: (record: JobRecord) => Promise<void>;
  readonly told: (sentence: string) => void;
}

type Progress = Extract<JobState, { readonly status: 'processing' }>;

/** A job while its handler works: writes down what it tells, and reports it. */
export class RunningJob implements JobEnds {
  private ended = false;
  private sending: Promise<void> | null = null;
  private newest: Progress | null = null;

  constructor(
    private readonly job: ReceivedJob,
    private readonly needs: RunningNeeds,
  ) {}

  get hasEnded(): boolean {
    return this.ended;
  }

  /** One try each: the next one tells more, and the end tells all. */
  progress(progress: number, message: string | null): Promise<void> {
    if (this.ended) return Promise.resolve();
    this.newest = { status: 'processing', progress, message };
    this.sending ??= this.sendNewest();
    return this.sending;
  }

  async complete(output: Output): Promise<void> {
    if (!this.end()) return;
    try {
      const { orderId, callbackUrl } = this.job;
      const { secret, times } = this.needs;
      const result = await makeResult(output, { orderId, callbackUrl, secret, times });
      await this.finish({ status: 'completed', completedAt: new Date().toISOString(), result });
    } catch (error) {
      // What a file system says names places on this machine: that is not for the buyer.
      const why = error instanceof ResultProblem ? error.message : 'It could not be read.';
      this.needs.told(`Order ${this.job.orderId}: no result: ${wordsOf(error)}`);
      await this.finish(failed('no_result', `The result could not be handed over. ${why}`));
    }
  }

  async fail(code: string, message: string): Promise<void> {
    if (this.end()) await this.finish(failed(code, message));
  }

  /** Reports an end that was written down before. Where it is refused, the order is told to have failed: it would wait in vain. */
  async report(state: Exclude<JobState, Progress>): Promise<void> {
    const { callbacks, secret, times, keep, told } = this.needs;
    if (!callbacks) return keep({ job: this.job, state, reported: true });
    const { callbackUrl, orderId } = this.job;
    const send = () => postJson(callbackUrl, reportOf(orderId, state), secret);
    const reply = await untilTaken(send, times);
    if (reply.ok) return keep({ job: this.job, state, reported: true });
    told(`Order ${orderId}: its end was not taken. ${reply.message}`);
    if (state.status === 'completed' && (reply.status === 400 || reply.status === 413))
      return this.finish(failed('bad_result', `The result was refused. ${reply.message}`));
    await keep({ job: this.job, state, reported: reply.status !== 0 && reply.status < 500 });
  }

  private end(): boolean {
    if (this.ended) this.needs.told(`Order ${this.job.orderId}: it had ended already, and what came after is dropped.`);
    const isFirst = !this.ended;
    this.ended = true;
    return isFirst;
  }

  /** Never rejects: whoever told of the end may not have waited for it. */
  private async finish(state: Exclude<JobState, Progress>): Promise<void> {
    try {
      await this.sending;
      await this.needs.keep({ job: this.job, state, reported: false });
      await this.report(state);
    } catch (error) {
      this.needs.told(`Order ${this.job.orderId}: ${wordsOf(error)}`);
    }
  }

  private async sendNewest(): Promise<void> {
    const { callbacks, secret, keep, told } = this.needs;
    while (this.newest !== null && !this.ended) {
      const state = this.newest;
      this.newest = null;
      try {
        await keep({ job: this.job, state, reported: false });
        if (!callbacks) continue;
        const answer = await postJson(this.job.callbackUrl, reportOf(this.job.orderId, state), secret);
        if (answer.status >= 300) told(`Order ${this.job.orderId}: progress was answered ${answer.status}.`);
      } catch (error) {
        told(`Order ${this.job.orderId}: progress was not told. ${wordsOf(error)}`);
      }
    }
    this.sending = null;
  }
}

function failed(code: string, message: string): Exclude<JobState, Progress> {
  return { status: 'failed', error: { code, message: message.slice(0, 2_000) } };
}

/** The first line of what an error says. */
export function wordsOf(error: unknown): string {
  const text = error instanceof Error && error.message !== '' ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
