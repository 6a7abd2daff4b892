import type { CheckLevel, CheckOutcome } from './check.js';

export const GRADES = ['A', 'B', 'C', 'D', 'F'] as const;
export type Grade = (typeof GRADES)[number];

interface Judged {
  readonly id: string;
  readonly level: CheckLevel;
  readonly outcome: CheckOutcome;
}

/** Without these nothing else counts: an order cannot be done. */
const VITAL: ReadonlySet<string> = new Set(['reach.job', 'job.accepts', 'order.completes', 'result.taken']);

/**
 * The grade of a test, by the published rule: F where an order cannot be sent or does not complete; D where two checks or more of
 * level `must` failed, C where one did; B where one of level `should` did, or one of level `must` was only warned of; A where neither.
 * Other warnings, `may` and what was skipped lower nothing.
 */
export function gradeOf(checks: readonly Judged[]): Grade {
  const failed = (level: CheckLevel) => checks.filter((check) => check.outcome === 'fail' && check.level === level);
  const musts = failed('must');
  if (musts.some(({ id }) => VITAL.has(id))) return 'F';
  if (musts.length > 1) return 'D';
  if (musts.length === 1) return 'C';
  const isHalfSure = checks.some(({ level, outcome }) => level === 'must' && outcome === 'warn');
  return failed('should').length > 0 || isHalfSure ? 'B' : 'A';
}

/** Whether orders may go to a tool of this grade where the operator asks for one (`CONFORMANCE_REQUIRED`). */
export function isReady(grade: string | null): boolean {
  return grade === 'A' || grade === 'B';
}

/** Whether a grade is worse than the one before. */
export function isWorse(grade: string, before: string): boolean {
  return GRADES.indexOf(grade as Grade) > GRADES.indexOf(before as Grade);
}
