import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { OpenedSweep, Sweeps } from '../work/sweeps.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';

/** A sweep by hand, instead of at the next tick of `SWEEP_CRON`. */
export class SweepNow {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly unit: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** Makes every order that waits for the sweep due now; with `all`, every order that waits for a check. */
  async open(asker: Asker, all: boolean): Promise<OpenedSweep> {
    // Opening wakes the engine, which must not begin inside a unit of ours: so the note is a unit of its own.
    const sweep = await this.sweeps.openNow(all);
    const details = { all, due: sweep.due };
    await this.unit.run((tx) =>
      this.audit.record(tx, asker.caller, 'sweep.opened', sweep.sweepId, details, asker.requestId),
    );
    return sweep;
  }
}
