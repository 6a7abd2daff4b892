import type { DemoSeller } from './seller.js';

/** So quick that the answer to the job is the result. */
export function repliesAtOnce(): DemoSeller {
  return {
    shortId: 'replies-at-once',
    story: 'puts the result into its reply',
    ends: { status: 'completed', deliveredBy: 'reply' },
    inputs: (n) => ({ words: `count these ${n} words` }),
    takeJob(job) {
      const words = String(job.inputs['words']).split(' ').length;
      return { status: 200, body: { status: 'completed', output_type: 'text', result_text: `${words} words` } };
    },
  };
}
