import type { WorkRow } from '../storage/entities/work.js';

/** Put into the state of work whose call may last for a minute by design: it runs in a pool of its own. */
export interface LongMark {
  readonly long?: true | undefined;
}

/** As JSON writes the mark. No text in a state can look like it: there the quotation marks are escaped. */
const MARK = '"long":true';

/** Whether a piece of work runs in the pool of long calls. */
export function isLong({ kind, state }: Pick<WorkRow, 'kind' | 'state'>): boolean {
  return kind === 'check' && state.includes(MARK);
}
