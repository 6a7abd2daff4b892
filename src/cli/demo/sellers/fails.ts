import { setTimeout as sleep } from 'node:timers/promises';
import type { CallBack, DemoSeller, Job } from './seller.js';

/** Takes the job, and has to say that it could not do it. */
export function fails(): DemoSeller {
  return {
    shortId: 'fails',
    story: 'takes the job, and calls back that it could not do it',
    ends: { status: 'failed', deliveredBy: 'callback' },
    inputs: (n) => ({ document: `scan-${n}.pdf` }),
    takeJob(job, callBack) {
      void giveUp(job, callBack);
      return { status: 202, body: { status: 'processing' } };
    },
  };
}

async function giveUp(job: Job, callBack: CallBack): Promise<void> {
  await sleep(2_000);
  const error = { code: 'unreadable_scan', message: `${String(job.inputs['document'])} is too dark to be read` };
  await callBack(job, { ok: false, order_id: job.order_id, error });
}
