import type PgBoss from 'pg-boss';
import type { PostgresDatabase } from '../../storage/database/postgres.js';
import type { WorkRow } from '../../storage/entities/work.js';
import { jobIdOf } from './boss.js';

export interface LeaseTimes {
  /** How long a process may be silent before what it holds is given to others; whole seconds. */
  readonly expireInS: number;
  /** How often it says that it lives, and looks for those that do not. */
  readonly beatMs: number;
}

/** A dead process's work is with others after 15 to 19 seconds; the contract allows 45. */
export const LEASE_TIMES: LeaseTimes = { expireInS: 15, beatMs: 3_000 };

/** Of what is with us still, and not with whoever took us for dead. What another session has locked is being written by its attempt. */
const BEAT = `UPDATE pgboss.job SET started_on = now() WHERE (name, id) IN (
  SELECT j.name, j.id FROM jsonb_to_recordset($1::jsonb) AS held (id uuid, work_id text, taken int)
  JOIN work w ON w.work_id = held.work_id AND w.taken = held.taken AND w.claim = 1
  JOIN pgboss.job j ON j.id = held.id
  WHERE j.state = 'active' AND j.started_on < now() - $2::interval FOR UPDATE OF j SKIP LOCKED)`;

export interface LeaseParts {
  readonly boss: Pick<PgBoss, 'expire'>;
  /** On a connection that nothing else uses: silence would mean that this process is dead. */
  readonly pulse: PostgresDatabase['pulse'];
  readonly times: LeaseTimes;
  readonly broke: (error: unknown) => void;
}

/**
 * What this process holds stays its own while it says that it lives. pg-boss counts from when a job was fetched, and has no heartbeat:
 * so the start of what is held is moved on, and its expiry takes over what nobody moves.
 *
 * Time is the monotonic clock's of the process, whatever clock it goes by otherwise: this is about whether it stood still.
 */
export class Lease {
  private sureUntil = 0;
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> | null = null;
  private expiring: Promise<void> | null = null;
  private held: () => Iterable<WorkRow> = () => [];
  private lapsed: () => void = () => undefined;

  constructor(private readonly parts: LeaseParts) {}

  /** `held` names what this process holds; `lapsed` is called before it is sure again, after it was not: it may have been taken for dead. */
  async open(held: () => Iterable<WorkRow>, lapsed: () => void): Promise<void> {
    this.held = held;
    this.lapsed = lapsed;
    await this.beat();
    this.timer = setInterval(() => void (this.beating ??= this.beatSafely()), this.parts.times.beatMs);
  }

  /** Whether what is held is held for sure, with time enough to begin a call. */
  isSure(): boolean {
    return performance.now() < this.sureUntil;
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.beating;
    await this.expiring;
  }

  private async beatSafely(): Promise<void> {
    try {
      await this.beat();
    } catch (error) {
      this.parts.broke(error);
    } finally {
      this.beating = null;
    }
  }

  private async beat(): Promise<void> {
    const { boss, pulse, times } = this.parts;
    const began = performance.now();
    // What was fetched, or moved on, since the last beat needs nothing: most calls are over before.
    const old = `${times.beatMs * 0.9} milliseconds`;
    const held = [...this.held()].map((work) => ({ id: jobIdOf(work), work_id: work.work_id, taken: work.taken }));
    await pulse(BEAT, [JSON.stringify(held), old]);
    if (this.sureUntil > 0 && !this.isSure()) this.lapsed();
    this.sureUntil = Math.max(this.sureUntil, began + times.expireInS * 600);
    // Apart: it waits where one of those that stand still has locked what it held, and beats must go on meanwhile.
    this.expiring ??= boss
      .expire()
      .catch(this.parts.broke)
      .finally(() => (this.expiring = null));
  }
}
