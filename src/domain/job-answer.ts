import { refusalOutcome } from './check-answer.js';
import type { Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';
import { parseRetryAfter } from './retry-after.js';

export interface JobVerdict {
  readonly outcome: Outcome;
  /** Why it is no success, in a sentence. */
  readonly problem: string | null;
}

/** What came of a job's call (contract, section 8): any 2xx is success, whatever its body; redirects are not followed. */
export function judgeJob(exchange: Exchange): JobVerdict {
  if (exchange.kind === 'unanswered') {
    const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
    return { outcome, problem: exchange.message };
  }
  const { status } = exchange;
  if (status >= 200 && status < 300) return { outcome: 'success', problem: null };
  const redirected = `The target redirected the call (HTTP ${status}); redirects are not followed. Give the final URL.`;
  const problem = status >= 300 && status < 400 ? redirected : `The target answered HTTP ${status}.`;
  return { outcome: refusalOutcome(status), problem };
}

/** The wait that a 429 or 503 asks for, milliseconds; null where none does. */
export function askedWaitMs(exchange: Exchange, nowMs: number): number | null {
  if (exchange.kind === 'unanswered' || (exchange.status !== 429 && exchange.status !== 503)) return null;
  return parseRetryAfter(exchange.headers['retry-after'], nowMs);
}
