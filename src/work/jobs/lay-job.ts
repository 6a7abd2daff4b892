import type { Clock } from '../../domain/clock.js';
import { newId } from '../../domain/ids.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { JobRow } from '../../storage/entities/job.js';
import type { JobStore } from '../../storage/job-store.js';
import { workOf } from '../owners.js';
import type { WorkEngine } from '../work-engine.js';

/** A job that is to be laid down: what it calls stands in its request. */
export type JobToLay = Pick<
  JobRow,
  | 'owner'
  | 'request_id'
  | 'method'
  | 'shown_url'
  | 'max_retries'
  | 'timeout_s'
  | 'backoff'
  | 'ignored_fields'
  | 'scheduled_at'
> &
  Partial<Pick<JobRow, 'job_id' | 'idempotency_key' | 'schedule_id' | 'tick_at' | 'replay_of'>>;

export interface LayJobParts {
  readonly jobs: JobStore;
  readonly engine: Pick<WorkEngine, 'enqueue'>;
  readonly clock: Clock;
}

/** The one way in which jobs come to be: by a caller, a replay, a tick or a hand, with their work in the same transaction. */
export class LayJob {
  constructor(private readonly parts: LayJobParts) {}

  /** `origin`: that of the URL it calls. Answers null where its key, or its tick, has a job already. */
  async lay(tx: Tx, job: JobToLay, origin: string): Promise<JobRow | null> {
    const { jobs, engine, clock } = this.parts;
    const now = clock.now();
    const row: JobRow = {
      ...{ job_id: newId('job'), idempotency_key: null, schedule_id: null, tick_at: null, replay_of: null },
      ...job,
      ...{ status: 'scheduled', attempts: 0, started_at: null, completed_at: null, status_code: null },
      ...{ last_error: null, created_at: now, updated_at: now },
    };
    if (!(await jobs.add(tx, row))) return null;
    const { job_id: subject, owner, scheduled_at: dueAt } = row;
    await engine.enqueue(tx, workOf({ kind: 'job', subject, owner, origin, dueAt, byClock: true }));
    return row;
  }
}
