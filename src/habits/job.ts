/** How an order ends: with the fields of its result (contract, section 6), or with a reason. */
export type Ending =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** An order that the seller has taken. */
export interface Job {
  readonly orderId: string;
  /** The same on every try of one run: what makes two POSTs one job. */
  readonly key: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly callbackUrl: string | null;
  /** Epoch milliseconds. */
  readonly begunAt: number;
  /** How long the work takes; `Infinity`: for ever. */
  readonly workMs: number;
  /** How many jobs were begun for this order, this one included. */
  readonly nth: number;
}

/** How much of the work is done, 0 to 1. */
export function shareDone(job: Job, now: number): number {
  if (job.workMs === Infinity) return 0;
  return job.workMs <= 0 ? 1 : Math.min(1, Math.max(0, (now - job.begunAt) / job.workMs));
}

/** When the work was done, epoch milliseconds; only for jobs that are. */
export function doneAt(job: Job): number {
  return job.begunAt + job.workMs;
}
