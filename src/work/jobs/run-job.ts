import { excerptOf } from '../../domain/attempt-words.js';
import type { Clock } from '../../domain/clock.js';
import type { Exchange } from '../../domain/exchange.js';
import { newId } from '../../domain/ids.js';
import { askedWaitMs, judgeJob } from '../../domain/job-answer.js';
import { nextJobTry, readTries, writeTries, type NextTry } from '../../domain/job-retry.js';
import type { Backoff } from '../../domain/job.js';
import type { Outcome } from '../../domain/outcome.js';
import { redactUrl } from '../../domain/redact-url.js';
import { scrub, type SecretForms } from '../../domain/scrub.js';
import { clip } from '../../domain/seller-words.js';
import type { AttemptStore, NewAttempt } from '../../storage/attempt-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { JobRow } from '../../storage/entities/job.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { JobStore } from '../../storage/job-store.js';
import type { WorkEngine } from '../work-engine.js';
import type { AttemptReport, Prepared, WorkHandler } from '../work-kinds.js';
import type { EndJob } from './end-job.js';
import type { JobRequests } from './job-request.js';
import { ignoredOf } from './job-view.js';

const PROBLEM_CHARS = 1000;
/** No call goes out so long before its time, whatever became of the clock since its work was claimed. */
const EARLY_MS = 1_000;
const CAME_LATE = 'The job had ended, or its call was made again, when this answer came: it changes nothing.';
const UNCONFIRMED =
  'The server stopped, or failed, before it had written down what came of this call: whether it reached its target is not known. It is made again, under the same delivery id, and costs no retry.';

export interface JobContext {
  readonly jobId: string;
  readonly secrets: SecretForms;
}

export interface RunJobParts {
  readonly jobs: JobStore;
  readonly attempts: AttemptStore;
  readonly requests: JobRequests;
  readonly end: EndJob;
  readonly engine: WorkEngine;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
}

interface Step {
  readonly work: WorkRow;
  readonly ready: Prepared<JobContext>;
  readonly exchange: Exchange;
  readonly startedAt: number;
  readonly outcome: Outcome;
  /** Without secrets; null for a success. */
  readonly problem: string | null;
}

/** Makes the call of a job and judges its answer (contract, section 8). A crash in mid-call makes it again. */
export class RunJob implements WorkHandler<JobContext> {
  readonly kind = 'job';

  constructor(private readonly parts: RunJobParts) {}

  async prepare(work: WorkRow): Promise<Prepared<JobContext> | null> {
    const { jobs, unit, engine, clock, requests } = this.parts;
    const job = await jobs.read(work.subject);
    if (job?.status !== 'scheduled' && job?.status !== 'running') {
      await unit.run((tx) => engine.finish(tx, work));
      return null;
    }
    const { scheduled_at: dueAt, job_id: jobId } = job;
    if (job.attempts === 0 && clock.now() + EARLY_MS < dueAt) {
      await unit.run((tx) => engine.reschedule(tx, work, { dueAt, byClock: true, state: work.state }));
      return null;
    }
    // Before it is marked as running: what fails here has called nobody.
    const { call, secrets } = await requests.of(job);
    return (await unit.run((tx) => this.begin(tx, work))) ? { call, context: { jobId, secrets } } : null;
  }

  async settle(
    work: WorkRow,
    ready: Prepared<JobContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { outcome, problem: said } = judgeJob(exchange);
    const problem = said === null ? null : clip(scrub(said, ready.context.secrets), PROBLEM_CHARS);
    const step = { work, ready, exchange, startedAt, outcome, problem };
    const told = await this.parts.unit.run((tx) => this.write(tx, step));
    return { ...told, orderId: null, shortId: null };
  }

  /** What was aborted while stopping is made again: the delivery id tells the target that it is the same call. */
  settlesAborted(): boolean {
    return false;
  }

  /** Answers false where the job has ended meanwhile, or is with another process. */
  private async begin(tx: Tx, work: WorkRow): Promise<boolean> {
    const { jobs, attempts, engine, clock } = this.parts;
    if (!(await engine.holds(tx, work))) return false;
    const job = await jobs.get(tx, work.subject);
    if (job?.status === 'running') {
      await attempts.add(tx, unconfirmed(job));
      return jobs.startAgain(tx, job.job_id, clock.now());
    }
    if (job && (await jobs.start(tx, job.job_id, clock.now()))) return true;
    await engine.finish(tx, work);
    return false;
  }

  private async write(tx: Tx, step: Step): Promise<{ outcome: Outcome; changed: boolean }> {
    const { jobs, attempts, engine } = this.parts;
    const isOurs = await engine.holds(tx, step.work);
    const job = await jobs.get(tx, step.ready.context.jobId);
    if (isOurs && job?.status === 'running') {
      await attempts.add(tx, attemptOf(step, job.attempts + 1, step.outcome, noteOf(job, step.problem)));
      return { outcome: step.outcome, changed: await this.goOn(tx, step, job) };
    }
    await engine.finish(tx, step.work);
    const outcome = step.exchange.kind === 'unanswered' ? step.outcome : 'late';
    const note = outcome === 'late' ? CAME_LATE : step.problem;
    if (job) await attempts.add(tx, attemptOf(step, job.attempts + 1, outcome, noteOf(job, note)));
    return { outcome, changed: false };
  }

  /** Ends the job, or lays down its next try; answers whether it ended. */
  private async goOn(tx: Tx, step: Step, job: JobRow): Promise<boolean> {
    const { jobs, engine, end, clock } = this.parts;
    const nowMs = clock.now();
    const status_code = step.exchange.status ?? null;
    const came = { attempts: job.attempts + 1, status_code, last_error: step.problem };
    if (step.problem === null) return end.end(tx, job, { status: 'success', ...came });
    const next = this.nextTry(step, job, nowMs);
    if (next === null) return end.end(tx, job, { status: 'failed', ...came });
    await jobs.goOn(tx, job.job_id, { ...came, updated_at: nowMs });
    await engine.reschedule(tx, step.work, { dueAt: nowMs + next.waitMs, state: writeTries(next.tries) });
    return false;
  }

  private nextTry({ work, exchange }: Step, job: JobRow, nowMs: number): NextTry | null {
    return nextJobTry({
      ...{ maxRetries: job.max_retries, backoff: job.backoff as Backoff, tries: readTries(work.state) },
      ...{ askedMs: askedWaitMs(exchange, nowMs), random: this.parts.random() },
    });
  }
}

function attemptOf(step: Step, num: number, outcome: Outcome, note: string | null): NewAttempt {
  const { ready, exchange, startedAt } = step;
  const { jobId, secrets } = ready.context;
  return {
    ...{ ...blank(jobId), attempt_num: num, started_at: startedAt, outcome, error: note },
    ...{ duration_ms: Math.round(exchange.durationMs), method: ready.call.method, url: redactUrl(ready.call.url) },
    status_code: exchange.status ?? null,
    response_excerpt: exchange.kind === 'answered' ? excerptOf(exchange.body.head, secrets) : null,
  };
}

/** An attempt whose end nobody saw; nor is it known how long it took. */
function unconfirmed(job: JobRow): NewAttempt {
  return {
    ...{ ...blank(job.job_id), attempt_num: job.attempts + 1, started_at: job.started_at ?? job.scheduled_at },
    ...{ error: noteOf(job, UNCONFIRMED), duration_ms: 0, method: job.method, url: job.shown_url },
    ...{ outcome: 'unconfirmed', status_code: null, response_excerpt: null },
  };
}

function blank(jobId: string) {
  const kind = 'job' as const;
  const ofNoOrder = { order_id: null, notification_id: null, short_id: null, run: null, request_id: null };
  return { attempt_id: newId('att'), kind, job_id: jobId, ...ofNoOrder };
}

/** What is said of an attempt; the first one, whatever became of it, also names what the request held that means nothing. */
function noteOf(job: JobRow, problem: string | null): string | null {
  const ignored = job.attempts === 0 ? ignoredOf(job) : [];
  const named = `Fields of the request that mean nothing here were ignored: ${ignored.join(', ')}.`;
  const said = [problem, ignored.length > 0 ? named : null].filter((one) => one !== null);
  return said.length === 0 ? null : clip(said.join(' '), 2 * PROBLEM_CHARS);
}
