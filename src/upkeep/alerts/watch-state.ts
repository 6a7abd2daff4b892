import { hasPassed, isLow, LateWatch, QUIET_MS, type DiskSpace } from '../../domain/alert.js';
import type { Clock } from '../../domain/clock.js';
import type { AlertStore } from '../../storage/alert-store.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { AlertRow } from '../../storage/entities/alert.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { StateStore } from '../../storage/state-store.js';
import { deadMessages, quarantine } from './raise-alerts.js';
import { keyOf, type AlertCause, type Alerts } from './alerts.js';

/** Waiting rows that are asked whether they are a test order's. */
const WAITING_LOOKED_AT = 20;

/** A folder whose disk is watched. */
export interface WatchedDisk {
  /** `data` or `files`. */
  readonly name: string;
  readonly space: () => Promise<DiskSpace>;
}

export interface WatchStateParts {
  readonly alerts: Alerts;
  readonly store: AlertStore;
  readonly state: StateStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  /** Work that this process has taken and that waits for nothing but the process itself. */
  readonly waiting: () => Iterable<Pick<WorkRow, 'subject' | 'due_at'>>;
  readonly disks: readonly WatchedDisk[];
  /** This machine's name: its disks are its own. */
  readonly host: string;
}

/** Looks, a few times a minute, at what comes slowly: work that is late, disks that run full, and what of all that is over. */
export class WatchState {
  private readonly late = new LateWatch();
  private sawFull = false;
  private looking: Promise<void> | null = null;
  /** The keys of what lasted as this look began. */
  private lasting: ReadonlySet<string> = new Set();

  constructor(private readonly parts: WatchStateParts) {}

  /** Storage refused something because it is full. It may refuse this alert as well: the next looks try again. */
  storageFull(): void {
    this.sawFull = true;
  }

  /** Looks once at a time. Rejects where the database fails; the next look does what was left. */
  look(): Promise<void> {
    this.looking ??= this.lookAround().finally(() => (this.looking = null));
    return this.looking;
  }

  private async lookAround(): Promise<void> {
    const rows = await this.parts.store.all();
    this.lasting = new Set(rows.map((row) => row.alert_key));
    await this.lookAtStorage();
    await this.lookAtWork();
    for (const disk of this.parts.disks) await this.lookAtDisk(disk);
    for (const row of rows) await this.lookAtWhatLasts(row);
  }

  private async lookAtStorage(): Promise<void> {
    const saw = this.sawFull;
    this.sawFull = false;
    await this.settle(full(this.parts.host), saw).catch((error: unknown) => {
      this.sawFull ||= saw;
      throw error;
    });
  }

  private async lookAtWork(): Promise<void> {
    const { clock } = this.parts;
    const oldest = await this.oldestLate();
    const now = clock.now();
    const isLate = this.late.look(clock.elapsed(), now, oldest);
    const seconds = oldest === null ? 0 : Math.round((now - oldest) / 1000);
    // What has just begun to be late again is not over, and not sure either.
    if (isLate || seconds <= 60) await this.settle(lateWork(seconds), isLate);
  }

  /** The oldest due work that no limit of a lane, a tool, an owner or an origin holds back. */
  private async oldestLate(): Promise<number | null> {
    const { state, clock, waiting } = this.parts;
    const untaken = await state.oldestUntaken(clock.now());
    const oldest = [...waiting()].sort((a, b) => a.due_at - b.due_at).slice(0, WAITING_LOOKED_AT);
    for (const work of oldest) {
      if (untaken !== null && untaken <= work.due_at) break;
      if (!(await state.isOfTestOrder(work))) return work.due_at;
    }
    return untaken;
  }

  private async lookAtDisk({ name, space }: WatchedDisk): Promise<void> {
    const room = await space().catch(() => null);
    if (!room) return; // a folder that cannot be looked at is told of by /readyz
    await this.settle(lowDisk(`${this.parts.host}/${name}`, name, room), isLow(room));
  }

  /** What began at an instant, and nobody tells the end of. */
  private async lookAtWhatLasts(row: AlertRow): Promise<void> {
    const { alerts, state, unit, clock } = this.parts;
    const about = row.alert_key.slice(row.type.length + 1);
    if (row.type === 'notification.dead') {
      const delivered = await state.lastDelivered(about);
      const isOver = delivered !== null && delivered > Number(row.seen_at);
      await unit.run((tx) => (isOver ? alerts.over(tx, deadMessages(about)) : alerts.remind(tx, row)));
    }
    if (row.type === 'work.quarantined') {
      const isOver = !(await state.isInQuarantine(about));
      await unit.run((tx) => (isOver ? alerts.over(tx, quarantine(about)) : alerts.remind(tx, row)));
    }
    // Who saw these told of a machine by its name. A container that is made anew has another, and nobody would ever end them.
    if (row.type === 'disk.low' || row.type === 'storage.full') {
      const { type } = row;
      const isQuiet = hasPassed(Number(row.seen_at), clock.now(), QUIET_MS[type]);
      if (isQuiet) await unit.run((tx) => alerts.over(tx, { type, about }));
    }
  }

  /** Writes only where there is something to tell, or to end. */
  private async settle(cause: AlertCause, isSo: boolean): Promise<void> {
    const { alerts, unit } = this.parts;
    if (isSo) await unit.run((tx) => alerts.lasts(tx, cause));
    else if (this.lasting.has(keyOf(cause))) await unit.run((tx) => alerts.over(tx, cause));
  }
}

function lateWork(seconds: number): AlertCause {
  const message =
    `Due work starts ${seconds} s late although no limit of a tool holds it back: give the server more CPU or a faster disk, ` +
    'raise MAX_CONCURRENCY, or add worker processes.';
  return { type: 'work.late', about: null, message, facts: { lateness_s: seconds } };
}

function lowDisk(about: string, name: string, { freeBytes, sizeBytes }: DiskSpace): AlertCause {
  const gib = (freeBytes / 1024 ** 3).toFixed(1);
  const percent = sizeBytes === 0 ? 0 : Math.floor((freeBytes / sizeBytes) * 100);
  const message =
    `The disk of the ${name} folder has ${gib} GiB left, ${percent} % of it: free some space or enlarge it; ` +
    'once it is full, nothing new is kept.';
  return { type: 'disk.low', about, message, facts: { disk: about, free_bytes: freeBytes, size_bytes: sizeBytes } };
}

function full(host: string): AlertCause {
  const message =
    'Storage is full, and refuses what is new: free some space or enlarge it; work goes on by itself once there is room.';
  return { type: 'storage.full', about: host, message, facts: { host } };
}
