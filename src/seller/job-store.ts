import type { ResultFields } from './result-fields.js';

/** A job as Roundtrip posted it (docs/seller-helper.md). */
export interface ReceivedJob {
  readonly orderId: string;
  /** 1, and one more each time that the order is retried. */
  readonly run: number;
  readonly shortId: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly callbackUrl: string;
  readonly isTest: boolean;
  /** Unix seconds of the order's creation. */
  readonly ts: number;
}

/** How far a job is. */
export type JobState =
  | { readonly status: 'processing'; readonly progress: number | null; readonly message: string | null }
  | { readonly status: 'completed'; readonly completedAt: string; readonly result: ResultFields }
  | { readonly status: 'failed'; readonly error: { readonly code: string; readonly message: string } };

export interface JobRecord {
  readonly job: ReceivedJob;
  readonly state: JobState;
  /** Whether Roundtrip has taken its end. */
  readonly reported: boolean;
}

/** Where jobs are remembered. One store belongs to one process at a time: what it finds open at its start, it goes on with. */
export interface JobStore {
  /** What is known of an order's newest run. */
  get(orderId: string): JobRecord | undefined | Promise<JobRecord | undefined>;
  /** Kept once this has settled. */
  set(record: JobRecord): void | Promise<void>;
  /** Asked once, at the start: jobs that did not end, and ends that were not reported. */
  unfinished(): readonly JobRecord[] | Promise<readonly JobRecord[]>;
}

/** Jobs that have ended are remembered as long as there is room for so many. */
const KEPT = 1_000;

/** The default: in memory. After a restart it knows nothing, so jobs that were under way are lost with the process. */
export class MemoryStore implements JobStore {
  private readonly records = new Map<string, JobRecord>();
  private readonly ended = new Set<string>();

  get(orderId: string): JobRecord | undefined {
    return this.records.get(orderId);
  }

  set(record: JobRecord): void {
    const { orderId } = record.job;
    this.records.set(orderId, record);
    this.ended.delete(orderId);
    if (record.state.status !== 'processing') this.ended.add(orderId);
    const [oldest] = this.ended;
    if (this.ended.size <= KEPT || oldest === undefined) return;
    this.ended.delete(oldest);
    this.records.delete(oldest);
  }

  unfinished(): readonly JobRecord[] {
    return [];
  }
}
