import type { NoticeRow } from '../storage/entities/notice.js';
import type { SellerRow } from '../storage/entities/seller.js';

/** A seller as answers show it. */
export interface SellerView {
  readonly seller_id: string;
  readonly name: string;
  readonly alert_url: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Something a seller was told of one of its tools. */
export interface NoticeView {
  readonly notice_id: string;
  readonly short_id: string;
  /** `unauthorized`, `paused`, ... */
  readonly kind: string;
  readonly message: string;
  readonly at: string;
  /** True until what it speaks of is mended; while it is, the seller is not told again. */
  readonly open: boolean;
}

export function sellerView(row: SellerRow): SellerView {
  return {
    seller_id: row.seller_id,
    name: row.name,
    alert_url: row.alert_url,
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
  };
}

export function noticeView(row: NoticeRow): NoticeView {
  return {
    notice_id: row.notice_id,
    short_id: row.short_id,
    kind: row.kind,
    message: row.message,
    at: new Date(row.at).toISOString(),
    open: row.open === 1,
  };
}
