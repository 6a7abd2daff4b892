import type { Clock } from '../domain/clock.js';
import type { Exchange } from '../domain/exchange.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { WorkStore } from '../storage/work-store.js';
import type { Attempts, AttemptWatch } from './attempt.js';
import type { Tries } from './tries.js';
import type { PreparedGroup, WorkKinds } from './work-kinds.js';

/** How long work waits after our own code or the database failed on it, in milliseconds. */
const AFTER_OUR_FAILURE_MS = 5_000;

/** One attempt on several rows: prepare them, one call, then each is judged and settled by itself. Only looks go in groups. */
export class GroupAttempts {
  constructor(
    private readonly kinds: WorkKinds,
    private readonly single: Pick<Attempts, 'run'>,
    private readonly tries: Pick<Tries, 'call'>,
    private readonly work: Pick<WorkStore, 'reschedule'>,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
    private readonly watch: AttemptWatch,
  ) {}

  /**
   * Runs one attempt on rows of one lane and kind. Throws only where some of them could neither be settled nor put back.
   * `signal` aborts the call when the process stops.
   */
  async run(works: readonly WorkRow[], signal: AbortSignal): Promise<void> {
    const [first] = works;
    if (!first) return;
    try {
      const prepared = await this.prepare(first, works);
      if (prepared === 'single') return await this.single.run(first, signal);
      if (!prepared) return;
      await this.leaveOut(prepared.broken ?? []);
      await this.call(prepared, signal);
    } catch (error) {
      this.watch.broke(first, error);
      // What was settled before is on another attempt already, and stays as it is.
      await this.putBack(works, this.clock.now() + AFTER_OUR_FAILURE_MS);
    }
  }

  private async prepare(first: WorkRow, works: readonly WorkRow[]): Promise<PreparedGroup | 'single' | null> {
    const handler = this.kinds.handlerOf(first.kind);
    if (!handler.prepareGroup) throw new Error(`Work of kind ${first.kind} does not go in groups.`);
    return handler.prepareGroup(works);
  }

  /** One that could not be made ready keeps no other from its call. */
  private async leaveOut(broken: NonNullable<PreparedGroup['broken']>): Promise<void> {
    if (broken.length === 0) return;
    for (const { work, error } of broken) this.watch.broke(work, error);
    const works = broken.map(({ work }) => work);
    await this.putBack(works, this.clock.now() + AFTER_OUR_FAILURE_MS);
  }

  private async call(prepared: PreparedGroup, signal: AbortSignal): Promise<void> {
    try {
      const startedAt = this.clock.now();
      const { ready, exchange, stopped } = await this.tries.call(prepared, signal);
      const ours = exchange.kind === 'unanswered' && exchange.failure === 'aborted' && signal.aborted;
      if (ours || stopped) return await this.putBack(prepared.works, this.clock.now());
      await this.settleEach(ready, exchange, startedAt);
    } finally {
      prepared.close();
    }
  }

  /** Side by side, so that they share a commit; one that fails is put back and keeps no other from its end. */
  private async settleEach(prepared: PreparedGroup, exchange: Exchange, startedAt: number): Promise<void> {
    const settle = prepared.hear(exchange, startedAt);
    const one = async (work: WorkRow): Promise<void> => {
      try {
        const report = await settle(work);
        this.watch.finished(work, report, startedAt, exchange, prepared.call);
      } catch (error) {
        this.watch.broke(work, error);
        await this.putBack([work], this.clock.now() + AFTER_OUR_FAILURE_MS);
      }
    };
    const ended = await Promise.allSettled(prepared.works.map(one));
    for (const end of ended) if (end.status === 'rejected') throw end.reason;
  }

  /** Due again, state untouched. */
  private async putBack(works: readonly WorkRow[], dueAt: number): Promise<void> {
    await this.unit.run(async (tx) => {
      for (const work of works)
        await this.work.reschedule(tx, work, { dueAt, bySweep: work.by_sweep === 1, state: work.state });
    });
  }
}
