import { firstGapMs } from './plan-gaps.js';
import type { PollPlan } from './poll-plan.js';

/** What of a tool may contradict itself. */
export interface SetUp {
  readonly plan: PollPlan;
  readonly deadlineS: number;
  readonly hasStatusUrl: boolean;
  /** From one tick of the sweep to the next at the longest, and the budget of one check; both in seconds. */
  readonly sweepGapS: number;
  readonly checkS: number;
  /** What its own past orders took; null while too few are known. */
  readonly past: { readonly p90_s: number; readonly sample: number } | null;
  /** The longest `Retry-After` of its status URL in the last conformance test, in seconds; null where none was sent. */
  readonly retryAfterS: number | null;
  /** Other tools of its seller that have the same status URL. */
  readonly sharedWith: readonly string[];
}

/** A set-up that works against itself. It is taken all the same: the seller may know better. */
export interface SetUpWarning {
  readonly field: string;
  /** A sentence with the sum in it, and what to do. */
  readonly message: string;
}

/** What contradicts itself in how a tool is set up. */
export function contradictionsIn(setUp: SetUp): SetUpWarning[] {
  const found = setUp.hasStatusUrl ? [tooLateToAsk(setUp), tooFast(setUp), shared(setUp)] : [];
  return [...found, tooShort(setUp)].filter((warning) => warning !== null);
}

function tooLateToAsk({ plan, deadlineS, sweepGapS, checkS }: SetUp): SetUpWarning | null {
  const firstS = longestFirstS(plan) ?? sweepGapS;
  const takesS = checkS + (plan.wait_s ?? 0);
  if (firstS + takesS <= deadlineS) return null;
  const sum = `${round(firstS)} s + ${round(takesS)} s = ${round(firstS + takesS)} s`;
  const message = `The first check may come ${round(firstS)} s after the tool took the order, and take ${round(takesS)} s: ${sum}, but the order expires after ${deadlineS} s. Raise deadline_s, or ask sooner (poll); until then only a callback comes in time.`;
  return { field: 'deadline_s', message };
}

function tooShort({ past, deadlineS, checkS, hasStatusUrl }: SetUp): SetUpWarning | null {
  if (past === null) return null;
  const lastS = hasStatusUrl ? checkS : 0;
  if (past.p90_s + lastS <= deadlineS) return null;
  const sum = lastS > 0 ? `${past.p90_s} s + ${round(lastS)} s for a check` : `${past.p90_s} s`;
  const message = `One in ten of this tool’s orders takes longer than ${sum} (by ${past.sample} past orders), but an order expires after ${deadlineS} s. Raise deadline_s.`;
  return { field: 'deadline_s', message };
}

function tooFast({ plan, retryAfterS }: SetUp): SetUpWarning | null {
  const gapS = shortestGapS(plan);
  if (retryAfterS === null || gapS === null || gapS >= retryAfterS) return null;
  const message = `The plan asks every ${round(gapS)} s, but the status URL says Retry-After: ${round(retryAfterS)}, which is a floor: so it is ${round(retryAfterS)} s. Ask every ${round(retryAfterS)} s or more, or send a shorter Retry-After.`;
  return { field: 'poll', message };
}

function shared({ sharedWith }: SetUp): SetUpWarning | null {
  if (sharedWith.length === 0) return null;
  const message = `It is the status URL of ${sharedWith.join(', ')} as well: whoever answers there must know the orders of both tools. Give each tool its own if they do not share a store.`;
  return { field: 'status_url', message };
}

/** Seconds to the first check at the longest, jitter included; null: by the sweep. */
function longestFirstS(plan: PollPlan): number | null {
  if (plan.strategy === 'sweep') return null;
  const classes = plan.strategy === 'adaptive' ? Object.keys(plan.classes) : [null];
  const longest = Math.max(...classes.map((one) => firstGapMs(plan, one) ?? 0));
  return (longest / 1_000) * (1 + plan.jitter);
}

/** Seconds between two checks at the shortest, jitter left out; null where ticks or past durations decide. */
function shortestGapS(plan: PollPlan): number | null {
  if (plan.strategy === 'fixed' || plan.strategy === 'exponential') return plan.interval_s;
  return plan.strategy === 'adaptive'
    ? Math.min(...Object.values(plan.classes).map(({ interval_s }) => interval_s))
    : null;
}

const round = (seconds: number) => Math.round(seconds * 10) / 10;
