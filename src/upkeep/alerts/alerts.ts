import { hasPassed, QUIET_MS, TELL_AGAIN_MS, type AlertState, type AlertType } from '../../domain/alert.js';
import type { Clock } from '../../domain/clock.js';
import type { AlertStore } from '../../storage/alert-store.js';
import type { Tx } from '../../storage/database/unit-of-work.js';
import type { AlertRow } from '../../storage/entities/alert.js';

/** Something that is wrong and that a person should look after. */
export interface AlertCause {
  readonly type: AlertType;
  /** What of this type it is about (a kind of work, a disk of a machine), where there may be several. */
  readonly about: string | null;
  /** What to do, in a plain sentence. */
  readonly message: string;
  readonly facts?: Readonly<Record<string, string | number | null>>;
}

/** Lays down the message, in the transaction that causes it. */
export type TellOperator = (tx: Tx, key: string, type: AlertType, data: unknown) => Promise<void>;

/**
 * Tells the operator of a cause once, again every six hours while it lasts, and once when it is over. What was told stands in the
 * table, so that processes and restarts tell nothing twice.
 */
export class Alerts {
  constructor(
    private readonly store: AlertStore,
    private readonly tell: TellOperator,
    private readonly clock: Clock,
  ) {}

  /** It is so now: told where that is news, or six hours after it was told last. */
  async lasts(tx: Tx, cause: AlertCause): Promise<void> {
    const key = keyOf(cause);
    const now = this.clock.now();
    const row = await this.store.get(tx, key);
    if (!row) return this.begin(tx, key, cause, now);
    await this.store.see(tx, key, now);
    await this.remind(tx, row, cause);
  }

  /** As far as is known it lasts, though nobody has seen it anew. */
  async remind(tx: Tx, row: AlertRow, news: Pick<AlertCause, 'message' | 'facts'> = factsOf(row)): Promise<void> {
    const now = this.clock.now();
    if (!hasPassed(row.told_at, now, TELL_AGAIN_MS)) return;
    if (await this.store.retell(tx, row, now)) await this.send(tx, row, 'lasts', news);
  }

  /** It is not so now: told once it has not been seen for a while. */
  async over(tx: Tx, cause: Pick<AlertCause, 'type' | 'about'>): Promise<void> {
    const row = await this.store.get(tx, keyOf(cause));
    if (!row || !hasPassed(row.seen_at, this.clock.now(), QUIET_MS[cause.type])) return;
    if (await this.store.end(tx, row)) await this.send(tx, row, 'over', factsOf(row));
  }

  private async begin(tx: Tx, key: string, cause: AlertCause, now: number): Promise<void> {
    const facts = JSON.stringify({ message: cause.message, facts: cause.facts ?? {} });
    const row = { alert_key: key, type: cause.type, began_at: now, seen_at: now, told_at: now, facts };
    if (await this.store.begin(tx, row)) await this.send(tx, row, 'began', cause);
  }

  private async send(tx: Tx, row: AlertRow, state: AlertState, news: Pick<AlertCause, 'message' | 'facts'>) {
    const isOver = state === 'over';
    await this.tell(tx, row.alert_key, row.type as AlertType, {
      ...{ state, message: isOver ? `This is over. It was: ${news.message}` : news.message },
      began_at: iso(Number(row.began_at)),
      over_at: isOver ? iso(this.clock.now()) : null,
      ...news.facts,
    });
  }
}

/** Names a cause among all of an installation. */
export function keyOf({ type, about }: Pick<AlertCause, 'type' | 'about'>): string {
  return about === null ? type : `${type}/${about}`;
}

function factsOf(row: AlertRow): Pick<AlertCause, 'message' | 'facts'> {
  return JSON.parse(row.facts) as Pick<AlertCause, 'message' | 'facts'>;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
