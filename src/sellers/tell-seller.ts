import { newId } from '../domain/ids.js';
import type { Notify } from '../orders/notify.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { NoticeRow } from '../storage/entities/notice.js';
import type { NoticeStore } from '../storage/notice-store.js';
import type { SellerStore } from '../storage/seller-store.js';
import { noticeView } from './seller-view.js';

/**
 * What sellers are told of: `unauthorized` (a status check was refused), `paused` (the tool gets no more orders) and `grade` (its
 * nightly conformance test came to less than the one before).
 */
export type NoticeKind = 'unauthorized' | 'paused' | 'grade';

export interface Notice {
  readonly seller_id: string;
  readonly short_id: string;
  readonly kind: NoticeKind;
  /** A sentence for the seller that says what to do; no secrets. */
  readonly message: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Lays down messages to the outside (contract, section 10). */
export type Announcer = Pick<Notify, 'tool' | 'send'>;

export interface TellSellerParts {
  readonly sellers: SellerStore;
  readonly notices: NoticeStore;
  readonly announcer: Announcer;
}

/** Tells sellers of trouble with their tools: by their list of notices, and at their `alert_url` if they gave one. */
export class TellSeller {
  constructor(private readonly parts: TellSellerParts) {}

  /**
   * True when newly told; false while the notice before it is open: new auth headers close `unauthorized`, resuming closes
   * `paused`. The alert is of type `tool.<kind>`, in stream `seller/tool/<short_id>`, its data the notice.
   */
  async once(tx: Tx, notice: Notice): Promise<boolean> {
    const row: NoticeRow = { ...notice, notice_id: newId('ntc'), open: 1 };
    if (!(await this.parts.notices.open(tx, row))) return false;
    const seller = await this.parts.sellers.findIn(tx, notice.seller_id);
    if (seller?.alert_url) await this.ring(tx, row, seller.alert_url);
    return true;
  }

  /** What it was told of is over. */
  async over(tx: Tx, shortId: string, kind: NoticeKind): Promise<void> {
    await this.parts.notices.close(tx, shortId, kind);
  }

  private async ring(tx: Tx, row: NoticeRow, url: string): Promise<void> {
    const { short_id, kind } = row;
    const stream = `seller/tool/${short_id}`;
    const type = `tool.${kind}`;
    await this.parts.announcer.send(tx, { destination: 'seller', stream, type, data: noticeView(row), url });
  }
}
