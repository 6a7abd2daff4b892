import type { AttentionCause } from '../../domain/attention/attention-words.js';
import { nearMs } from '../../domain/attention/deadline-near.js';
import { groupTrouble, type Trouble, type TroubleGroup } from '../../domain/attention/group-trouble.js';
import type { Caller } from '../../domain/caller.js';
import type { Clock } from '../../domain/clock.js';
import type { AttentionStore, TroubledOrder, Whose } from '../../storage/attention-store.js';
import { errorCodeOf } from '../error-code.js';
import type { OutageTroubles } from './outage-troubles.js';
import type { SlowOrders } from './slow-orders.js';

/** How long what has failed, and what an outage held up, needs a person. */
const DAYS_MS = 7 * 86_400_000;
const UNSTARTED_MS = 10 * 60_000;

export interface ReadAttentionParts {
  readonly store: AttentionStore;
  readonly outages: OutageTroubles;
  readonly slow: SlowOrders;
  readonly clock: Clock;
}

export interface Attention {
  readonly groups: readonly TroubleGroup[];
  /** Epoch milliseconds. */
  readonly generatedAt: number;
}

/** What needs a person, grouped by cause; a seller sees what is its own to mend. */
export class ReadAttention {
  constructor(private readonly parts: ReadAttentionParts) {}

  async read({ role, sellerId }: Caller): Promise<Attention> {
    const whose = role === 'seller' ? sellerId : null;
    const now = this.parts.clock.now();
    const since = now - DAYS_MS;
    // One after the other: what is looked at all day must not take every connection.
    const troubles = [
      ...(await this.parts.outages.find(since, whose)),
      ...(await this.failed(since, whose)),
      ...(await this.ofOrders(now, since, whose)),
      ...(await this.parts.slow.find(since, now, whose)),
      ...(await this.paused(whose)),
      ...(await this.quarantined(whose)),
      ...(whose === null ? await this.deadMessages() : []),
    ];
    return { groups: groupTrouble(troubles), generatedAt: now };
  }

  private async failed(since: number, whose: Whose): Promise<Trouble[]> {
    const rows = await this.parts.store.failed(since, whose);
    const expired = await this.parts.store.expired(since, whose);
    return [
      ...rows.map((row) => troubleOf('failed', row, errorCodeOf(row.error) ?? '')),
      ...expired.map((row) => troubleOf('expired', row)),
    ];
  }

  private async ofOrders(now: number, since: number, whose: Whose): Promise<Trouble[]> {
    const { store } = this.parts;
    const near = (await store.nearDeadline(since, now, whose)).filter((row) => row.at - now <= nearMs(row.deadline_s));
    const unstarted = await store.notStarted(since, now - UNSTARTED_MS, whose);
    const unfit = await store.unfit(since, whose);
    return [
      ...near.map((row) => troubleOf('expires_soon', row)),
      ...unstarted.map((row) => troubleOf('not_started', row)),
      ...unfit.map((row) => troubleOf(row.outcome === 'unauthorized' ? 'unauthorized' : 'unreadable', row)),
    ];
  }

  private async paused(whose: Whose): Promise<Trouble[]> {
    const troubles: Trouble[] = [];
    for (const tool of await this.parts.store.pausedTools(whose)) {
      const { short_id: shortId, seller_id: sellerId, at } = tool;
      const waiting = await this.parts.store.toBeSent(shortId);
      const ids: (string | null)[] = waiting.length > 0 ? waiting : [null];
      for (const orderId of ids) troubles.push({ cause: 'tool_paused', sellerId, shortId, detail: '', at, orderId });
    }
    return troubles;
  }

  private async quarantined(whose: Whose): Promise<Trouble[]> {
    const rows = await this.parts.store.quarantined(whose);
    return rows.map(({ kind, due_at, order_id, short_id, seller_id }) => ({
      ...{ cause: 'work_quarantined', sellerId: seller_id, shortId: short_id, detail: kind, at: due_at },
      orderId: order_id,
    }));
  }

  private async deadMessages(): Promise<Trouble[]> {
    const rows = await this.parts.store.deadMessages();
    return rows.map(({ notification_id: notificationId, destination, at }) => ({
      ...{ cause: 'notification_dead', sellerId: null, shortId: null, detail: destination, at, orderId: null },
      notificationId,
    }));
  }
}

export function troubleOf(cause: AttentionCause, row: TroubledOrder, detail = ''): Trouble {
  const { seller_id: sellerId, short_id: shortId, order_id: orderId, at } = row;
  return { cause, sellerId, shortId, detail, at, orderId };
}
