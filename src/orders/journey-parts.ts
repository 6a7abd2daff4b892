import type { Clock } from '../domain/clock.js';
import type { Outcome } from '../domain/outcome.js';
import type { AttemptStore } from '../storage/attempt-store.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OrderStore } from '../storage/order-store.js';
import type { WorkEngine } from '../work/work-engine.js';
import type { ChangeOrder } from './change-order.js';
import type { SellerRequests } from './job-request.js';
import type { KeepResult } from './keep-result.js';
import type { RecognisedDialect } from './recognised-dialect.js';
import type { ScheduleChecks } from './schedule-checks.js';
import type { SellerTools } from './seller-tools.js';
import type { SettleOrder } from './settle-order.js';
import type { StageFiles } from './staging.js';

/** What the steps that call a seller are made of. */
export interface JourneyParts {
  readonly orders: OrderStore;
  readonly attempts: AttemptStore;
  readonly tools: SellerTools;
  readonly requests: SellerRequests;
  readonly change: ChangeOrder;
  readonly settle: SettleOrder;
  readonly results: KeepResult;
  readonly stage: StageFiles;
  readonly checks: ScheduleChecks;
  readonly dialects: RecognisedDialect;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whole budget of one call. */
  readonly timeoutMs: number;
}

/** What an attempt came to, and whether the order changed by it. */
export interface Settled {
  readonly outcome: Outcome;
  readonly changed: boolean;
  /** As in `AttemptReport`. */
  readonly isSentOn?: boolean;
}

/** Writes the attempt down, in the transaction that settles it. */
export interface AttemptRecord {
  /** Counts the call: before anything that the marketplace is told of the order in this transaction. */
  called(tx: Tx): Promise<void>;
  /** Adds the row, once it is known what the attempt came to; a check with no news may be counted on the row of the one before. */
  ended(tx: Tx, outcome: Outcome, problem: string | null, isNews?: boolean): Promise<void>;
}

/** Said of a failure whose work is with another process by now, which asks again; a result counts, whoever brings it. */
export const MADE_AGAIN = 'The call had been made again by another process when this answer came: it changes nothing.';

/** What there is to tell of an answer, in one line. */
export function notes(...said: readonly (string | null)[]): string | null {
  const told = said.filter((note) => note !== null);
  return told.length === 0 ? null : told.join(' ');
}
