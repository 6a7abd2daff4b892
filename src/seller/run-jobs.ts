import { Job } from './job.js';
import type { JobRecord, JobStore, ReceivedJob } from './job-store.js';
import { RunningJob, wordsOf, type RunningNeeds } from './running-job.js';

/** Does the work of an order, and ends it by a method of the job. */
export type Handler = (job: Job) => unknown;

/** Hands jobs to the handler, each once, and sees to it that each ends. */
export class RunJobs {
  /** One after the other within an order: the same job may come twice at once. */
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly opened: Promise<void>;

  constructor(
    private readonly store: JobStore,
    private readonly handler: Handler,
    private readonly needs: Omit<RunningNeeds, 'keep'>,
  ) {
    this.opened = this.goOn();
    // Whoever asks next hears of it.
    this.opened.catch(() => undefined);
  }

  async find(orderId: string): Promise<JobRecord | undefined> {
    await this.opened;
    return this.store.get(orderId);
  }

  /** The record of a job, and whether it is new: the same run, or an earlier one, is not begun again. */
  async take(job: ReceivedJob): Promise<{ readonly isNew: boolean; readonly record: JobRecord }> {
    await this.opened;
    return this.inTurn(job.orderId, async () => {
      const known = await this.store.get(job.orderId);
      if (known && known.job.run >= job.run) return { isNew: false, record: known };
      const record = begun(job);
      await this.store.set(record);
      this.begin(job);
      return { isNew: true, record };
    });
  }

  /** What the process before us left open. */
  private async goOn(): Promise<void> {
    for (const { job, state } of await this.store.unfinished()) {
      if (state.status === 'processing') this.begin(job);
      else
        void this.running(job)
          .report(state)
          .catch((error: unknown) => this.needs.told(wordsOf(error)));
    }
  }

  /** After the answer to Roundtrip: a handler may keep the process busy. */
  private begin(job: ReceivedJob): void {
    setImmediate(() => void this.work(job));
  }

  private async work(job: ReceivedJob): Promise<void> {
    const running = this.running(job);
    try {
      await this.handler(new Job(job, running));
      if (!running.hasEnded) await running.fail('no_result', 'The seller ended its work without a result.');
    } catch (error) {
      this.needs.told(`Order ${job.orderId}: the handler threw: ${wordsOf(error)}`);
      if (!running.hasEnded) await running.fail('handler_failed', wordsOf(error));
    }
  }

  private running(job: ReceivedJob): RunningJob {
    const keep = (record: JobRecord) =>
      this.inTurn(job.orderId, async () => {
        const known = await this.store.get(job.orderId);
        if (known === undefined || known.job.run <= job.run) await this.store.set(record);
      });
    return new RunningJob(job, { ...this.needs, keep });
  }

  private async inTurn<T>(orderId: string, act: () => Promise<T>): Promise<T> {
    const before = this.queues.get(orderId) ?? Promise.resolve();
    const mine = before.then(act, act);
    this.queues.set(orderId, mine);
    try {
      return await mine;
    } finally {
      if (this.queues.get(orderId) === mine) this.queues.delete(orderId);
    }
  }
}

function begun(job: ReceivedJob): JobRecord {
  return { job, state: { status: 'processing', progress: null, message: null }, reported: false };
}
