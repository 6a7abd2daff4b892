import type { Job } from './job.js';

/** One callback that is to come. */
export interface Calling {
  readonly says: 'progress' | 'end';
  /** Counted from the beginning of the job. */
  readonly afterMs: number;
  /** It is made, and answered, before the job POST is. */
  readonly beforeAnswer: boolean;
  /** How many times, all at once. */
  readonly copies: number;
  readonly secret: 'right' | 'wrong' | 'none';
}

const PLAIN = { beforeAnswer: false, copies: 1, secret: 'right' } as const;
/** Work shorter than this is done before anybody would have read how far it is. */
const WORTH_TELLING_MS = 1_000;

/** How a good seller calls back: half way, and at the end. */
export function plannedCalls({ workMs }: Job): readonly Calling[] {
  const end: Calling = { says: 'end', afterMs: workMs, ...PLAIN };
  return workMs < WORTH_TELLING_MS ? [end] : [{ says: 'progress', afterMs: workMs / 2, ...PLAIN }, end];
}
