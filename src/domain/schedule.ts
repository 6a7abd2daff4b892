import type { CallSpec } from './job.js';

export const OVERLAPS = ['allow', 'skip'] as const;
/** What a tick does while a job of the schedule is still open: one more, or none. */
export type Overlap = (typeof OVERLAPS)[number];

export const SCHEDULE_STATUSES = ['active', 'paused'] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/** Most characters of a schedule's name. */
export const LONGEST_SCHEDULE_NAME = 200;

/** A schedule as it is asked for, checked and with its defaults. */
export interface ScheduleSpec {
  readonly call: CallSpec;
  readonly name: string | null;
  /** Five fields, as they were given. */
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
  /** Whether a tick that was missed while we were down runs late, once, or not at all. */
  readonly catchUp: boolean;
  readonly overlap: Overlap;
}
