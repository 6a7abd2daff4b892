import { setTimeout as sleep } from 'node:timers/promises';
import type { CallBack, DemoSeller, Job } from './seller.js';

/** The preferred road: take the job at once, work, tell the progress, and call back with the result. */
export function callsBack(): DemoSeller {
  return {
    shortId: 'calls-back',
    story: 'takes the job, tells its progress, calls back with a text',
    ends: { status: 'completed', deliveredBy: 'callback' },
    inputs: (n) => ({ text: `Hello number ${n}`, to: 'fr' }),
    takeJob(job, callBack) {
      void translate(job, callBack);
      return { status: 202, body: { status: 'processing' } };
    },
  };
}

async function translate(job: Job, callBack: CallBack): Promise<void> {
  const about = { ok: true, order_id: job.order_id };
  await sleep(1_500);
  await callBack(job, { ...about, status: 'processing', progress: 50, message: 'Half of it is translated' });
  await sleep(2_000);
  await callBack(job, { ...about, output_type: 'text', result_text: `Bonjour: ${JSON.stringify(job.inputs)}` });
}
