import type { SqlValue } from './database/unit-of-work.js';

/** Which jobs a list shows; what is null or left out is not asked for. */
export interface JobFilter {
  readonly owner?: string | null | undefined;
  readonly scheduleId?: string | null | undefined;
  readonly status?: string | null | undefined;
  readonly method?: string | null | undefined;
  /** Part of the shown URL or of the id, whatever the case of ASCII letters. */
  readonly q?: string | null | undefined;
  /** `scheduled_at` at this instant or later (epoch milliseconds). */
  readonly after?: number | null | undefined;
  /** `scheduled_at` before this instant. */
  readonly before?: number | null | undefined;
  readonly limit: number;
  /** The last job_id of the page before. */
  readonly cursor: string | null;
}

export const JOB_LISTING = `SELECT j.*, r.sealed, w.due_at AS next_at FROM jobs j
  JOIN call_requests r ON r.request_id = j.request_id LEFT JOIN work w ON w.kind = 'job' AND w.subject = j.job_id`;

/** Sorts after every id of ours. */
const PAST_THE_LAST = 'k';

/**
 * Walks the jobs of a schedule, of an owner, or all, from the newest back, and compares the rest row by row: written so that it
 * tempts the planner to no other index.
 */
export function listJobs(filter: JobFilter): { sql: string; params: SqlValue[] } {
  const { owner, scheduleId, limit, cursor } = filter;
  const params: SqlValue[] = [cursor ?? PAST_THE_LAST, limit];
  const add = (value: SqlValue): string => `$${params.push(value)}`;
  const has = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
  const conditions = ['j.job_id < $1'];
  if (has(scheduleId)) conditions.push(`j.schedule_id = ${add(scheduleId)}`);
  if (has(owner)) conditions.push(has(scheduleId) ? `j.owner || '' = ${add(owner)}` : `j.owner = ${add(owner)}`);
  if (has(filter.status)) conditions.push(`j.status || '' = ${add(filter.status)}`);
  if (has(filter.method)) conditions.push(`j.method = ${add(filter.method)}`);
  if (has(filter.after)) conditions.push(`j.scheduled_at >= ${add(filter.after)}`);
  if (has(filter.before)) conditions.push(`j.scheduled_at < ${add(filter.before)}`);
  if (has(filter.q)) {
    const part = add(`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`);
    const like = (column: string) => `lower(${column}) LIKE lower(${part}) ESCAPE '\\'`;
    conditions.push(`(${like('j.shown_url')} OR ${like('j.job_id')})`);
  }
  const sql = `${JOB_LISTING} WHERE ${conditions.join(' AND ')} ORDER BY j.job_id DESC LIMIT $2`;
  return { sql, params };
}
