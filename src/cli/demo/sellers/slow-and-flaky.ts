import type { DemoSeller, Reply } from './seller.js';

const CSV = 'city,orders\nKyoto,12\nPorto,7\n';

const finished: Reply = {
  status: 200,
  body: {
    status: 'completed',
    output_type: 'file',
    filename: 'orders.csv',
    mime_type: 'text/csv',
    file_base64: Buffer.from(CSV).toString('base64'),
  },
};

/** What each order meets, in turn: the last answer stays. */
const TO_JOBS: readonly Reply[] = [
  { status: 503 },
  { status: 429, headers: { 'retry-after': '2' } },
  { status: 202, body: { status: 'processing', message: 'Took it at the third try' } },
];
const TO_CHECKS: readonly Reply[] = [
  'hang',
  { status: 502 },
  { status: 200, body: { status: 'processing', progress: 80 } },
  finished,
];

/** Breaks in most of the ways in which small servers break, and works in the end. */
export function slowAndFlaky(): DemoSeller {
  const jobs = new Map<string, number>();
  const checks = new Map<string, number>();
  return {
    shortId: 'slow-and-flaky',
    story: '503, 429, takes it; then hangs, 502, and works in the end (a file)',
    ends: { status: 'completed', deliveredBy: 'check' },
    inputs: (n) => ({ month: `2030-${String((n % 12) + 1).padStart(2, '0')}` }),
    takeJob: (job) => nextOf(TO_JOBS, jobs, job.order_id),
    answerCheck: (orderId) => nextOf(TO_CHECKS, checks, orderId),
  };
}

function nextOf(replies: readonly Reply[], counts: Map<string, number>, orderId: string): Reply {
  const n = counts.get(orderId) ?? 0;
  counts.set(orderId, n + 1);
  return replies[Math.min(n, replies.length - 1)] ?? 'hang';
}
