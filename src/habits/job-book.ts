import type { Job } from './job.js';

/** More are not kept: the oldest goes. */
const MOST_JOBS = 10_000;

/** The jobs that a seller has taken, by order. */
export class JobBook {
  private readonly jobs = new Map<string, Job>();
  private readonly counts = new Map<string, number>();

  find(orderId: string): Job | undefined {
    return this.jobs.get(orderId);
  }

  put(job: Job): void {
    this.jobs.delete(job.orderId);
    this.jobs.set(job.orderId, job);
    shorten(this.jobs);
  }

  /** Counts something about an order: 1 the first time. */
  count(what: string, orderId: string | null): number {
    const key = `${what} ${orderId ?? ''}`;
    const nth = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, nth);
    shorten(this.counts);
    return nth;
  }
}

function shorten(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST_JOBS && oldest !== undefined) map.delete(oldest);
}
