import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import { nextRun } from '../../domain/schedule-cron.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { ScheduleRow } from '../../storage/entities/schedule.js';
import { workOf } from '../owners.js';
import type { WorkEngine } from '../work-engine.js';

/** The tick of a schedule is work that is due by the calendar and calls nobody. */
export class LayTick {
  constructor(
    private readonly engine: Pick<WorkEngine, 'enqueue' | 'cancel'>,
    private readonly clock: Clock,
  ) {}

  /** Lays down the first tick after now, of a schedule that has none; answers its instant. */
  async first(tx: Tx, { schedule_id, owner, cron, timezone }: ScheduleRow): Promise<number> {
    const dueAt = this.next(schedule_id, cron, timezone);
    const tick = workOf({ kind: 'tick', subject: schedule_id, owner, origin: '', dueAt, byClock: true });
    await this.engine.enqueue(tx, tick);
    return dueAt;
  }

  /** Kept from an earlier release, or of a runtime that knew more timezones: 409. */
  private next(scheduleId: string, cron: string, timezone: string): number {
    try {
      return nextRun(cron, timezone, this.clock.now());
    } catch {
      const message = `The cron expression or the timezone of schedule ${scheduleId} is not known to this server any more: delete it, and make another.`;
      throw new Problem(409, 'wrong_state', message);
    }
  }

  /** No more ticks; one that is just being opened finds its row gone. */
  async end(tx: Tx, scheduleId: string): Promise<void> {
    await this.engine.cancel(tx, scheduleId, ['tick']);
  }
}
