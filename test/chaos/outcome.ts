import type { Aftermath } from './aftermath.js';
import type { KillKind } from './chaos-plan.js';

export interface Figures {
  readonly seed: number;
  readonly orders: number;
  readonly kills: Readonly<Record<KillKind, number>>;
  readonly databaseRestarts: number;
  readonly starts: number;
  readonly startsWithoutDatabase: number;
  /** POSTs to our doors that got no answer, or "later". */
  readonly unanswered: number;
  readonly faults: number;
  readonly jobs: number;
  readonly jobsAgain: number;
  readonly checks: number;
  readonly callbacks: number;
  readonly messages: number;
  readonly messagesAgain: number;
  readonly farJobs: number;
  /** Calls of a process that stood still, which another had made meanwhile. */
  readonly takenOver: number;
  readonly killingS: number;
  /** From the end of the last thing that was done to a process until all was over. */
  readonly settledS: number;
  readonly totalS: number;
}

export interface Outcome {
  readonly figures: Figures;
  /** What is not as it must be. */
  readonly findings: readonly string[];
  readonly aftermath: Aftermath;
  /** What the processes logged as errors, and how often. */
  readonly errors: ReadonlyMap<string, number>;
}

/** What was logged as an error, and how often. */
export function countErrors(logged: readonly Readonly<Record<string, unknown>>[]): Map<string, number> {
  const errors = new Map<string, number>();
  for (const { level, event, message, error } of logged) {
    if (level !== 'error' && level !== 'fatal') continue;
    const said = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
    const text = `${String(event)}: ${String(message).slice(0, 100)}${said ? ` (${said.slice(0, 120)})` : ''}`;
    errors.set(text, (errors.get(text) ?? 0) + 1);
  }
  return errors;
}
