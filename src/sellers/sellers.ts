import type { Clock } from '../domain/clock.js';
import { newId } from '../domain/ids.js';
import { Problem } from '../domain/problem.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { SellerRow } from '../storage/entities/seller.js';
import type { NoticeStore } from '../storage/notice-store.js';
import type { SellerStore } from '../storage/seller-store.js';
import { mayKnow } from '../domain/caller.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import type { RemoveTool } from './remove-tool.js';
import { checkAlertUrl } from './seller-rules.js';
import { noticeView, sellerView, type NoticeView, type SellerView } from './seller-view.js';

/** The bearer tokens of sellers, as this room needs them. */
export interface SellerTokens {
  /** Makes a token of role seller; its text is not kept and cannot be told again. */
  issue(tx: Tx, seller: { readonly seller_id: string; readonly name: string }): Promise<string>;
  /** Ends every token of the seller, and the sessions opened with them. */
  endAll(tx: Tx, sellerId: string): Promise<void>;
}

export interface NewSeller {
  readonly name: string;
  readonly alert_url?: string | null;
}

/** What may change; null takes the alert URL away. */
export type SellerPatch = Partial<NewSeller>;

/** What a seller laid down with us itself, and what ends with it. */
export interface OwnWork {
  cancelAllOf(tx: Tx, sellerId: string): Promise<void>;
}

/** Everything the services of this room stand on. */
export interface SellersParts {
  readonly unit: UnitOfWork;
  readonly sellers: SellerStore;
  readonly notices: NoticeStore;
  readonly tokens: SellerTokens;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly removeTool: RemoveTool;
  readonly ownWork?: OwnWork | undefined;
}

/** Sellers (contract, section 3). What a caller may not know exists is 404. */
export class Sellers {
  constructor(private readonly parts: SellersParts) {}

  /** A new seller and its token, which is told this once. */
  async create(asker: Asker, wish: NewSeller): Promise<SellerView & { token: string }> {
    const alertUrl = checkAlertUrl(wish.alert_url);
    const now = this.parts.clock.now();
    const row: SellerRow = {
      seller_id: newId('sel'),
      name: wish.name,
      alert_url: alertUrl ?? null,
      created_at: now,
      updated_at: now,
      deleted_at: null,
    };
    return this.parts.unit.run(async (tx) => {
      await this.parts.sellers.insert(tx, row);
      const token = await this.parts.tokens.issue(tx, row);
      await this.note(tx, asker, 'seller.created', row.seller_id, { name: row.name });
      return { ...sellerView(row), token };
    });
  }

  /** Newest first, from after `before`; a seller sees itself. */
  async list(asker: Asker, limit: number, before: string | null): Promise<SellerView[]> {
    const own = asker.caller.role === 'seller' ? asker.caller.sellerId : null;
    if (own === null) return (await this.parts.sellers.list(limit, before)).map(sellerView);
    const row = before === null ? await this.parts.sellers.find(own) : null;
    return row ? [sellerView(row)] : [];
  }

  async get(asker: Asker, sellerId: string): Promise<SellerView> {
    const row = mayKnow(asker.caller, sellerId) ? await this.parts.sellers.find(sellerId) : null;
    if (!row) throw Problem.notFound('seller');
    return sellerView(row);
  }

  async change(asker: Asker, sellerId: string, patch: SellerPatch): Promise<SellerView> {
    const alertUrl = checkAlertUrl(patch.alert_url);
    return this.parts.unit.run(async (tx) => {
      const row = await this.hold(tx, asker, sellerId);
      const now = this.parts.clock.now();
      if (patch.name !== undefined) row.name = patch.name;
      if (alertUrl !== undefined) row.alert_url = alertUrl;
      await this.parts.sellers.update(tx, row, now);
      await this.note(tx, asker, 'seller.changed', sellerId, { fields: Object.keys(patch) });
      return sellerView({ ...row, updated_at: now });
    });
  }

  /** Ends a seller with its tools and tokens. 409 `open_orders` while one of its tools has open orders. */
  async remove(asker: Asker, sellerId: string): Promise<void> {
    await this.parts.unit.run(async (tx) => {
      await this.hold(tx, asker, sellerId);
      const tools = await this.parts.removeTool.allOf(tx, sellerId);
      await this.parts.tokens.endAll(tx, sellerId);
      await this.parts.ownWork?.cancelAllOf(tx, sellerId);
      await this.parts.sellers.bury(tx, sellerId, this.parts.clock.now());
      await this.note(tx, asker, 'seller.deleted', sellerId, { tools });
    });
  }

  /** A new token; the old ones, and the sessions opened with them, end at once. */
  async rotateToken(asker: Asker, sellerId: string): Promise<{ token: string }> {
    return this.parts.unit.run(async (tx) => {
      const row = await this.hold(tx, asker, sellerId);
      await this.parts.tokens.endAll(tx, sellerId);
      const token = await this.parts.tokens.issue(tx, row);
      await this.note(tx, asker, 'seller.token_rotated', sellerId, null);
      return { token };
    });
  }

  /** What the seller was told of its tools, newest first. */
  async notices(asker: Asker, sellerId: string, limit: number, before: string | null): Promise<NoticeView[]> {
    await this.get(asker, sellerId);
    return (await this.parts.notices.list(sellerId, limit, before)).map(noticeView);
  }

  private async hold(tx: Tx, asker: Asker, sellerId: string): Promise<SellerRow> {
    const row = mayKnow(asker.caller, sellerId) ? await this.parts.sellers.hold(tx, sellerId) : null;
    if (!row) throw Problem.notFound('seller');
    return row;
  }

  private note(tx: Tx, asker: Asker, action: string, target: string, details: Record<string, unknown> | null) {
    return this.parts.audit.record(tx, asker.caller, action, target, details, asker.requestId);
  }
}
