import type { AttemptLine } from './log-events.js';

/** Whether a look found nothing but that it is too early: there are many such lines. */
export function isStillAtWork({ kind, changed, outcome }: AttemptLine): boolean {
  return (
    (kind === 'check' || kind === 'poll') &&
    changed === false &&
    (outcome === 'processing' || outcome === 'not_modified')
  );
}

/** The line for people. */
export function attemptText(line: AttemptLine, url: string): string {
  const answer = line.statusCode ? ` answered ${line.statusCode}` : '';
  const order = line.orderId ? ` for order ${line.orderId}` : '';
  const problem = line.problem ? `: ${line.problem}` : '';
  return `${line.kind} ${line.outcome}: ${line.method} ${url}${answer} in ${Math.round(line.durationMs)} ms${order}${problem}`;
}
