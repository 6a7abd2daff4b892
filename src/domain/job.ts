import type { CallSecrets } from './call-secrets.js';
import type { HttpCall } from './exchange.js';

/** As Fliq publishes them. A job that waits for a further try is `scheduled` again. */
export const JOB_STATUSES = ['scheduled', 'running', 'success', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
/** How a job ends; it ends once. */
export type JobEnd = Exclude<JobStatus, 'scheduled' | 'running'>;

export const JOB_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type JobMethod = HttpCall['method'];

export const BACKOFFS = ['exponential', 'linear'] as const;
/** Waits between tries: 30 s × 2^n, or 30 s × (n + 1). */
export type Backoff = (typeof BACKOFFS)[number];

/** Most bytes of the request's body. */
export const MAX_JOB_BODY_BYTES = 1024 * 1024;

/** What is called, and how often it is tried: the same for a job and for every job of a schedule. */
export interface CallSpec {
  readonly method: JobMethod;
  /** Tries after the first. */
  readonly max_retries: number;
  /** Whole budget of one try, seconds. */
  readonly timeout_s: number;
  readonly backoff: Backoff;
  readonly secrets: CallSecrets;
  readonly body: string | null;
  /** Names of fields that were given and mean nothing. */
  readonly ignored: readonly string[];
}

/** A job as it is asked for, checked and with its defaults. */
export interface JobSpec {
  readonly call: CallSpec;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  readonly idempotencyKey: string | null;
}
