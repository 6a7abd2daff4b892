import { doneAt, shareDone, type Ending, type Job } from './job.js';

/** What a seller says of an order, before it becomes bytes. */
export type Words = Readonly<Record<string, unknown>>;

/** The answer to a job that was taken (contract, section 4). */
export function replyWords(job: Job): Words {
  return { order_id: job.orderId, status: 'processing', progress: 0 };
}

/** The answer to a status check (contract, section 5); `end` is asked for only once the work is done. */
export function statusWords(job: Job, now: number, end: () => Ending): Words {
  const share = shareDone(job, now);
  if (share < 1) return { order_id: job.orderId, status: 'processing', progress: Math.floor(share * 100) };
  const ending = end();
  if (!ending.ok) return { order_id: job.orderId, status: 'failed', error: ending.error };
  return { order_id: job.orderId, status: 'completed', completed_at: instant(doneAt(job)), ...ending.fields };
}

/** The callback that ends an order (contract, section 6). */
export function endingWords(job: Job, ending: Ending): Words {
  if (!ending.ok) return { ok: false, order_id: job.orderId, error: ending.error };
  return { ok: true, order_id: job.orderId, completed_at: instant(doneAt(job)), ...ending.fields };
}

/** The callback on the way. */
export function progressWords(job: Job, now: number): Words {
  const progress = Math.min(99, Math.floor(shareDone(job, now) * 100));
  return { ok: true, order_id: job.orderId, status: 'processing', progress, message: 'At work' };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
