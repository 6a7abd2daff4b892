import type { DemoSeller } from './seller.js';

const WORK_MS = 7_000;

/** Cannot call anybody: it takes the job, and answers when it is asked how the order stands. */
export function answersChecks(): DemoSeller {
  const begunAt = new Map<string, number>();
  return {
    shortId: 'answers-checks',
    story: 'takes the job, and only answers when it is asked (JSON)',
    ends: { status: 'completed', deliveredBy: 'check' },
    inputs: (n) => ({ topic: `Tea gardens, part ${n}` }),
    takeJob(job) {
      // The same order may be sent twice: what was begun goes on.
      if (!begunAt.has(job.order_id)) begunAt.set(job.order_id, performance.now());
      return { status: 200, body: { received: true } };
    },
    answerCheck(orderId) {
      const begun = begunAt.get(orderId);
      if (begun === undefined) return { status: 404 };
      const share = (performance.now() - begun) / WORK_MS;
      if (share < 1) return { status: 200, body: { status: 'processing', progress: Math.floor(share * 100) } };
      const report = JSON.stringify({ sources: 12, pages: 3 });
      return { status: 200, body: { status: 'completed', output_type: 'json', result_text: report } };
    },
  };
}
