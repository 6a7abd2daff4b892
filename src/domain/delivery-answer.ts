import { refusalOutcome } from './check-answer.js';
import type { Exchange } from './exchange.js';
import type { Outcome } from './outcome.js';

/** What came of telling somebody: any 2xx is a delivery. `problem` is a sentence; a stranger's URL in it is the caller's to hide. */
export function judgeDelivery(exchange: Exchange): { outcome: Outcome; problem: string | null } {
  if (exchange.kind === 'unanswered') {
    const outcome = exchange.failure === 'aborted' ? 'connection_error' : exchange.failure;
    return { outcome, problem: exchange.message };
  }
  if (exchange.status >= 200 && exchange.status < 300) return { outcome: 'delivered', problem: null };
  return { outcome: refusalOutcome(exchange.status), problem: `The receiver answered HTTP ${exchange.status}.` };
}
