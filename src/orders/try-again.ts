import type { CallRetry } from '../domain/call-retry.js';
import type { Prepared } from '../work/work-kinds.js';
import type { Staging } from './staging.js';

/**
 * A call that may be made again within its attempt: each try has a sink and files of its own, and what the try before it had begun
 * to keep is forgotten. `open` makes it ready anew; none begins after `until`.
 */
export function tryingAgain<C extends { readonly staging: Staging }>(
  rule: CallRetry | null,
  until: number,
  open: () => Prepared<C>,
): Prepared<C> {
  let current = open();
  if (rule === null || rule.limit === 0) return current;
  const make = (): Prepared<C> => {
    void current.context.staging.clear();
    return (current = open());
  };
  return { ...current, again: { rule, make, until } };
}
