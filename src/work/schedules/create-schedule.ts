import type { Wish } from '../../domain/check-call.js';
import { checkSchedule } from '../../domain/check-schedule.js';
import type { Clock } from '../../domain/clock.js';
import { newId } from '../../domain/ids.js';
import { Problem } from '../../domain/problem.js';
import { redactUrl } from '../../domain/redact-url.js';
import type { ScheduleSpec } from '../../domain/schedule.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { CallRequestStore } from '../../storage/call-request-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { CallRequestRow } from '../../storage/entities/call-request.js';
import type { ScheduleRow } from '../../storage/entities/schedule.js';
import type { ScheduleReading, ScheduleStore } from '../../storage/schedule-store.js';
import type { SellerStore } from '../../storage/seller-store.js';
import type { CallVault } from '../call-vault.js';
import { holdOwner } from '../hold-owner.js';
import { OPERATOR, ownerOf } from '../owners.js';
import type { LayTick } from './lay-tick.js';

/** Schedules that a seller may have (contract, section 1). */
const MOST_SCHEDULES = 100;

export interface CreateScheduleParts {
  readonly schedules: ScheduleStore;
  readonly sellers: Pick<SellerStore, 'hold'>;
  readonly requests: CallRequestStore;
  readonly vault: CallVault;
  readonly tick: LayTick;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export interface CreatedSchedule {
  readonly schedule: ScheduleReading;
  readonly request: CallRequestRow;
}

/** Takes a schedule in: durable, with its first tick laid down, before the answer (contract, section 8). */
export class CreateSchedule {
  constructor(private readonly parts: CreateScheduleParts) {}

  /** 400 with each field at fault, 429 `quota_exceeded`, 404 where the seller is gone. */
  async create(asker: Asker, wish: Wish): Promise<CreatedSchedule> {
    const { vault, unit } = this.parts;
    const checked = checkSchedule(wish);
    if (!checked.ok) throw Problem.invalid(checked.problems);
    const { call } = checked.value;
    // Sealed before the transaction: nobody else's writes wait for it.
    const row = this.rowOf(ownerOf(asker.caller), checked.value);
    const request = vault.seal(row.request_id, call);
    const { origin } = new URL(call.secrets.url);
    return unit.run(async (tx) => {
      await holdOwner(this.parts.sellers, tx, row.owner);
      await this.refuseTooMany(tx, row.owner);
      return { schedule: await this.write(tx, asker, row, request, origin), request };
    });
  }

  private async refuseTooMany(tx: Tx, owner: string): Promise<void> {
    if (owner === OPERATOR || (await this.parts.schedules.count(tx, owner)) < MOST_SCHEDULES) return;
    const message = `You have ${MOST_SCHEDULES} schedules, the most there may be: delete one that is not needed any more.`;
    throw new Problem(429, 'quota_exceeded', message);
  }

  private rowOf(owner: string, { call, ...spec }: ScheduleSpec): ScheduleRow {
    const now = this.parts.clock.now();
    const schedule_id = newId('sch');
    const { ignored } = call;
    return {
      ...{ schedule_id, owner, request_id: schedule_id, name: spec.name, cron: spec.cron, timezone: spec.timezone },
      ...{ catch_up: spec.catchUp ? 1 : 0, overlap: spec.overlap, method: call.method },
      ...{ shown_url: redactUrl(call.secrets.url), max_retries: call.max_retries, timeout_s: call.timeout_s },
      ...{ backoff: call.backoff, ignored_fields: ignored.length === 0 ? null : JSON.stringify(ignored) },
      ...{ paused: 0, last_run_at: null, last_skipped_at: null, created_at: now, updated_at: now },
    };
  }

  private async write(
    tx: Tx,
    asker: Asker,
    row: ScheduleRow,
    request: CallRequestRow,
    origin: string,
  ): Promise<ScheduleReading> {
    const { schedules, requests, tick, audit } = this.parts;
    await requests.add(tx, request);
    await schedules.add(tx, row);
    const next_run_at = await tick.first(tx, row);
    const details = { origin, cron: row.cron, timezone: row.timezone };
    await audit.record(tx, asker.caller, 'schedule.created', row.schedule_id, details, asker.requestId);
    return { ...row, sealed: request.sealed, next_run_at };
  }
}
