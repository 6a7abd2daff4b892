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

const COLUMNS = 'j.*, r.sealed, w.due_at AS next_at';
const BESIDE = `JOIN call_requests r ON r.request_id = j.request_id
  LEFT JOIN work w ON w.kind = 'job' AND w.subject = j.job_id`;

export const JOB_LISTING = `SELECT ${COLUMNS} FROM jobs j ${BESIDE}`;

/** Sorts after every id of ours. */
const PAST_THE_LAST = 'k';

/**
 * Walks the jobs of a schedule, of an owner, or all, from the newest back: a page of them first, then what stands beside each.
 * What is compared row by row stands in one CASE, which tempts the planner to no other index.
 */
export function listJobs(filter: JobFilter): { sql: string; params: SqlValue[] } {
  const { owner, scheduleId, limit, cursor, q } = filter;
  const params: SqlValue[] = [cursor ?? PAST_THE_LAST, limit];
  const add = (value: SqlValue): string => `$${params.push(value)}`;
  const when = (condition: string, value: SqlValue | undefined): string[] =>
    value === null || value === undefined ? [] : [`${condition} ${add(value)}`];
  const [ofSchedule, ofOwner] = [when('j.schedule_id =', scheduleId), when('j.owner =', owner)];
  const walked = ofSchedule.length > 0 ? ofSchedule : ofOwner;
  const compared = [
    ...(walked === ofOwner ? [] : ofOwner),
    ...when('j.status =', filter.status),
    ...when('j.method =', filter.method),
    ...when('j.scheduled_at >=', filter.after),
    ...when('j.scheduled_at <', filter.before),
    ...(q === null || q === undefined ? [] : [holds(add(`%${q.replace(/[\\%_]/g, '\\$&')}%`))]),
  ];
  const rest = compared.length === 0 ? [] : [`CASE WHEN ${compared.join(' AND ')} THEN 1 ELSE 0 END = 1`];
  const conditions = ['j.job_id < $1', ...walked, ...rest].join(' AND ');
  const page = `SELECT * FROM jobs j WHERE ${conditions} ORDER BY j.job_id DESC LIMIT $2`;
  return { sql: `SELECT ${COLUMNS} FROM (${page}) j ${BESIDE} ORDER BY j.job_id DESC`, params };
}

/** Without regard to the case of ASCII letters. */
function holds(pattern: string): string {
  const like = (column: string) => `lower(${column}) LIKE lower(${pattern}) ESCAPE '\\'`;
  return `(${like('j.shown_url')} OR ${like('j.job_id')})`;
}
