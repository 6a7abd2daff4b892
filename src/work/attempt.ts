import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../domain/clock.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { WorkStore } from '../storage/work-store.js';
import { findStorageTrouble } from '../telemetry/storage-trouble.js';
import type { Tries } from './tries.js';
import type { AttemptReport, WorkKinds } from './work-kinds.js';

/** Who hears of attempts: log, metrics, the sweep's tally. */
export interface AttemptWatch {
  finished(work: WorkRow, report: AttemptReport, startedAt: number, exchange: Exchange, call: HttpCall): void;
  broke(work: WorkRow, error: unknown): void;
}

/** How long work waits after our own code or the database failed on it, in milliseconds. */
const AFTER_OUR_FAILURE_MS = 5_000;
/** Kinds whose call does something at the far side. A look is free: it is made again, and holds no answer and no place meanwhile. */
const ACTS: ReadonlySet<string> = new Set(['forward', 'notify', 'poll_webhook', 'job', 'job_webhook']);

/** One attempt is one straight pipeline: prepare, call, settle; with one log line at the end. */
export class Attempts {
  constructor(
    private readonly kinds: WorkKinds,
    private readonly tries: Pick<Tries, 'call'>,
    private readonly work: WorkStore,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
    private readonly watch: AttemptWatch,
    private readonly afterOurFailureMs = AFTER_OUR_FAILURE_MS,
  ) {}

  /**
   * Runs one attempt. Throws only where its work could neither be settled nor put back: the engine still holds it then.
   * `signal` aborts the call when the process stops.
   */
  async run(work: WorkRow, signal: AbortSignal): Promise<void> {
    try {
      const handler = this.kinds.handlerOf(work.kind);
      const prepared = await handler.prepare(work);
      if (!prepared) return;
      const startedAt = this.clock.now();
      const { ready, exchange, stopped } = await this.tries.call(prepared, signal);
      const ours = exchange.kind === 'unanswered' && exchange.failure === 'aborted' && signal.aborted;
      if (stopped || (ours && !handler.settlesAborted(exchange))) return await this.putBack(work, this.clock.now());
      const settle = () => handler.settle(work, ready, exchange, startedAt);
      const report = await (ACTS.has(work.kind) ? this.untilKept(work, settle, signal) : settle());
      if (!report) return;
      this.watch.finished(work, report, startedAt, exchange, ready.call);
    } catch (error) {
      this.watch.broke(work, error);
      await this.putBack(work, this.clock.now() + this.afterOurFailureMs);
    }
  }

  /**
   * While storage keeps nothing (the disk is full), what came of a call that must not be made twice is held and settled again.
   * A settling that fails so has left nothing. When the process stops, it is tried a last time; then the row stays claimed, and
   * the next start makes the call again, as after a crash. Where the connection broke while it was kept, it may have been: then the row
   * is not ours any more, as when others have taken it over meanwhile, and null is answered.
   */
  private async untilKept<T>(work: WorkRow, settle: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    for (;;) {
      try {
        return await settle();
      } catch (error) {
        if (findStorageTrouble(error) === null || signal.aborted) throw error;
        this.watch.broke(work, error);
        await sleep(this.afterOurFailureMs, undefined, { signal }).catch(() => undefined);
        if (!(await this.mayBeHeld(work))) return null;
      }
    }
  }

  /** Whether the row is with us still; where nobody can say, it is taken to be. */
  private async mayBeHeld(work: WorkRow): Promise<boolean> {
    return this.work.isHeld(work).catch(() => true);
  }

  /** Due again, state untouched. */
  private async putBack(work: WorkRow, dueAt: number): Promise<void> {
    const next = { dueAt, bySweep: work.by_sweep === 1, byClock: work.by_clock === 1, state: work.state };
    await this.unit.run((tx) => this.work.reschedule(tx, work, next));
  }
}
