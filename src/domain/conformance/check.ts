import type { Evidence, ProbeName } from './evidence.js';
import type { Platform } from './platform.js';

/** How much a check weighs: a failed `must` costs orders, a failed `should` costs time or trust, a failed `may` is a hint. */
export type CheckLevel = 'must' | 'should' | 'may';
export type CheckOutcome = 'pass' | 'fail' | 'warn' | 'skip';

/** What a check made of the evidence. */
export interface Finding {
  readonly outcome: CheckOutcome;
  readonly found: string;
}

/** One thing that is looked at in a seller's tool. */
export interface Check {
  /** `area.what`; never renamed, since sellers and tests name it. */
  readonly id: string;
  readonly level: CheckLevel;
  readonly title: string;
  readonly expected: string;
  /** What the seller changes in its own tool. */
  readonly fix: string;
  /** The same, where its platform is known. */
  readonly fixOn?: Readonly<Partial<Record<Platform, string>>>;
  /** Which call shows it again; left out where a whole order does. */
  readonly probe?: ProbeName;
  /** Null while the evidence is not there yet. */
  judge(evidence: Evidence): Finding | null;
}

export const pass = (found: string): Finding => ({ outcome: 'pass', found });
export const fail = (found: string): Finding => ({ outcome: 'fail', found });
export const warn = (found: string): Finding => ({ outcome: 'warn', found });
export const skip = (found: string): Finding => ({ outcome: 'skip', found });
