import { nextRun } from '../../domain/schedule-cron.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { LaidTick, ScheduleStore } from '../../storage/schedule-store.js';
import type { WorkEngine } from '../work-engine.js';

const BATCH = 200;

/** Moves ticks where they are not when they should be: after a time in which we were down, and after a jump of the clock. */
export class PlanTicks {
  constructor(
    private readonly schedules: ScheduleStore,
    private readonly unit: UnitOfWork,
    private readonly engine: Pick<WorkEngine, 'wake'>,
    /** Told of a schedule whose stored cron or timezone this runtime does not know; its tick stays where it is. */
    private readonly unplannable: (scheduleId: string, error: unknown) => void,
  ) {}

  /** Once the engine has stopped: ticks that were due by `now` and are not opened yet fell due while we were up. */
  async keepDue(now: number): Promise<void> {
    await this.unit.run((tx) => this.schedules.markDue(tx, now, 'all'));
  }

  /**
   * Before the engine starts: ticks that became due while we were down are left out, and the next one after `now` comes; those of
   * schedules that catch up stay, and run once, late. What a process had in hand as it died became due while it was up.
   */
  async skipMissed(now: number): Promise<void> {
    await this.unit.run((tx) => this.schedules.markDue(tx, now, 'held'));
    const read = (after: string) => this.schedules.missedTicks(now, BATCH, after);
    await this.move(read, ({ cron, timezone }) => nextRun(cron, timezone, now));
  }

  /**
   * After the clock was set back: ticks that were laid down for what is the far future now come again at the next run after `now`.
   * A tick that has its job makes no second one.
   */
  async replan(now: number): Promise<void> {
    const read = (after: string) => this.schedules.ticks(BATCH, after);
    await this.move(read, ({ cron, timezone, due_at }) => Math.min(due_at, nextRun(cron, timezone, now)));
    this.engine.wake();
  }

  private async move(read: (after: string) => Promise<LaidTick[]>, to: (tick: LaidTick) => number): Promise<void> {
    for (let batch = await read(''); batch.length > 0; batch = await read(batch.at(-1)?.schedule_id ?? '')) {
      const moves = batch
        .map((tick) => ({ tick, dueAt: this.plan(tick, to) }))
        .filter(({ tick, dueAt }) => dueAt !== tick.due_at);
      if (moves.length === 0) continue;
      await this.unit.run(async (tx) => {
        for (const { tick, dueAt } of moves) await this.schedules.moveTick(tx, tick.schedule_id, tick.due_at, dueAt);
      });
    }
  }

  private plan(tick: LaidTick, to: (tick: LaidTick) => number): number {
    try {
      return to(tick);
    } catch (error) {
      this.unplannable(tick.schedule_id, error);
      return tick.due_at;
    }
  }
}
