import type { Database } from './database/database.js';
import type { SqlValue } from './database/unit-of-work.js';
import type { JobListing } from './job-store.js';
import { cut, walkInWindows, type Found } from './walk-in-windows.js';

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
}

/** Ids below one, down to `end` and with it; null is to the last. */
interface Range {
  readonly below: string;
  readonly end: string | null;
}

type Asked = keyof JobFilter;

const COLUMNS = 'j.*, r.sealed, w.due_at AS next_at';
const BESIDE = `JOIN call_requests r ON r.request_id = j.request_id
  LEFT JOIN work w ON w.kind = 'job' AND w.subject = j.job_id`;

export const JOB_LISTING = `SELECT ${COLUMNS} FROM jobs j ${BESIDE}`;

/** Jobs passed in one step where their URLs are searched, which may have 2,048 characters each. */
const SEARCHED = 500;

/** Sorts after every id of ours. */
const PAST_THE_LAST = 'k';
const NEWEST_FIRST = 'ORDER BY j.job_id DESC';

const CONDITIONS: Readonly<Record<Asked, (parameter: string) => string>> = {
  scheduleId: (parameter) => `j.schedule_id = ${parameter}`,
  owner: (parameter) => `j.owner = ${parameter}`,
  status: (parameter) => `j.status = ${parameter}`,
  method: (parameter) => `j.method = ${parameter}`,
  after: (parameter) => `j.scheduled_at >= ${parameter}`,
  before: (parameter) => `j.scheduled_at < ${parameter}`,
  q: holds,
};

/** Newest first, below a job_id. Where not all that is walked fits, it is walked in windows, and a page may be short. */
export async function listJobs(
  database: Database,
  filter: JobFilter,
  limit: number,
  cursor: string | null,
): Promise<Found<JobListing, string>> {
  const below = cursor ?? PAST_THE_LAST;
  const rows = (from: string, end: string | null, most: number) => {
    const { sql, params } = rowsOf(filter, { below: from, end }, most);
    return database.read<JobListing>(sql, params);
  };
  const windowEnd = async (from: string, size: number) => {
    const { sql, params } = windowEndOf(filter, from, size);
    return (await database.read<{ job_id: string }>(sql, params))[0]?.job_id ?? null;
  };
  const placeOf = (job: JobListing) => job.job_id;
  if (comparedIn(filter).length === 0) return cut(await rows(below, null, limit + 1), limit, placeOf);
  const size = comparedIn(filter).includes('q') ? SEARCHED : undefined;
  return walkInWindows({ windowEnd, rows, placeOf }, below, limit, size);
}

/**
 * A page of jobs first, then what stands beside each. What is compared row by row stands in one CASE, which tempts the planner to no
 * other index.
 */
function rowsOf(filter: JobFilter, range: Range, limit: number): { sql: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  const compared = comparedIn(filter).map((asked) => CONDITIONS[asked](add(params, valueOf(filter, asked))));
  const rest = compared.length === 0 ? [] : [`CASE WHEN ${compared.join(' AND ')} THEN 1 ELSE 0 END = 1`];
  const conditions = [...walked(filter, range, params), ...rest].join(' AND ');
  const page = `SELECT * FROM jobs j WHERE ${conditions} ${NEWEST_FIRST} LIMIT ${add(params, limit)}`;
  return { sql: `SELECT ${COLUMNS} FROM (${page}) j ${BESIDE} ${NEWEST_FIRST}`, params };
}

/** The last of `size` ids that the walk passes: steps over entries of the index alone. */
function windowEndOf(filter: JobFilter, below: string, size: number): { sql: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  const conditions = walked(filter, { below, end: null }, params).join(' AND ');
  const sql = `SELECT j.job_id FROM jobs j WHERE ${conditions} ${NEWEST_FIRST} LIMIT 1 OFFSET ${add(params, size - 1)}`;
  return { sql, params };
}

/** What an index decides: the jobs of a schedule, of an owner, of a status that few are in (a partial index), or all. */
function walkOf(filter: JobFilter): Asked | null {
  const [first] = askedIn(filter, ['scheduleId', 'owner', 'status']);
  return first === undefined || (first === 'status' && filter.status === 'success') ? null : first;
}

function walked(filter: JobFilter, { below, end }: Range, params: SqlValue[]): string[] {
  const walk = walkOf(filter);
  const kept = walk === null ? [] : [CONDITIONS[walk](add(params, valueOf(filter, walk)))];
  const rare = walk === 'status' ? [`j.status <> 'success'`] : [];
  const last = end === null ? [] : [`j.job_id >= ${add(params, end)}`];
  return [...kept, ...rare, `j.job_id < ${add(params, below)}`, ...last];
}

function comparedIn(filter: JobFilter): Asked[] {
  const walk = walkOf(filter);
  return askedIn(filter, Object.keys(CONDITIONS) as Asked[]).filter((asked) => asked !== walk);
}

function askedIn(filter: JobFilter, all: readonly Asked[]): Asked[] {
  return all.filter((asked) => filter[asked] !== null && filter[asked] !== undefined);
}

function valueOf(filter: JobFilter, asked: Asked): SqlValue {
  return asked === 'q' ? `%${filter.q?.replace(/[\\%_]/g, '\\$&')}%` : (filter[asked] ?? null);
}

function add(params: SqlValue[], value: SqlValue): string {
  return `$${params.push(value)}`;
}

/** Without regard to the case of ASCII letters. */
function holds(pattern: string): string {
  const like = (column: string) => `lower(${column}) LIKE lower(${pattern}) ESCAPE '\\'`;
  return `(${like('j.shown_url')} OR ${like('j.job_id')})`;
}
