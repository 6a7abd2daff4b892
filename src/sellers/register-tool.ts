import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { SellerStore } from '../storage/seller-store.js';
import type { ToolStore } from '../storage/tool-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { makeShortId } from './short-id.js';
import type { CheckedTool, NewToolFields, ToolRules } from './tool-rules.js';
import type { ToolSecrets } from './tool-secrets.js';
import type { ToolView, ToolViews } from './tool-view.js';

/** What registers a tool. A seller's tools are its own; others name the seller. */
export interface NewTool extends NewToolFields {
  readonly short_id?: string | null;
  readonly seller_id?: string | null;
}

/** The only answer that ever holds the secrets of a new tool. */
export interface RegisteredTool extends ToolView {
  readonly callback_secret: string;
  readonly signing_secret: string;
}

export interface RegisterToolParts {
  readonly unit: UnitOfWork;
  readonly sellers: SellerStore;
  readonly tools: ToolStore;
  readonly rules: ToolRules;
  readonly secrets: ToolSecrets;
  readonly views: ToolViews;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

interface Draft {
  readonly sellerId: string;
  readonly name: string;
  readonly checked: CheckedTool;
}

/** Registers a tool (contract, section 3). 409 `short_id_taken` if the short_id was ever issued. */
export class RegisterTool {
  constructor(private readonly parts: RegisterToolParts) {}

  async register(asker: Asker, wish: NewTool): Promise<RegisteredTool> {
    const sellerId = ownerOf(asker, wish);
    const checked = await this.parts.rules.check(wish);
    return this.parts.unit.run(async (tx) => {
      if (!(await this.parts.sellers.hold(tx, sellerId))) throw unknownSeller();
      const tool = await this.insert(tx, { sellerId, name: wish.name, checked }, wish.short_id ?? null);
      const details = { seller_id: sellerId, fields: Object.keys(wish) };
      await this.parts.audit.record(tx, asker.caller, 'tool.created', tool.short_id, details, asker.requestId);
      return tool;
    });
  }

  private async insert(tx: Tx, draft: Draft, wished: string | null): Promise<RegisteredTool> {
    const shortId = wished ?? makeShortId(draft.name);
    const callback = this.parts.secrets.newCallbackSecret();
    const signing = this.parts.secrets.newSigningSecret();
    const row = this.row(shortId, draft, callback.hash, signing);
    if (await this.parts.tools.insert(tx, row)) {
      return { ...this.parts.views.whole(row), callback_secret: callback.plain, signing_secret: signing };
    }
    if (wished === null) return this.insert(tx, draft, null); // the dice fell alike: throw them again
    const message = `The short_id ${wished} is taken, maybe by a tool that was deleted: choose another.`;
    throw new Problem(409, 'short_id_taken', message, [{ field: 'short_id', message: 'is taken' }]);
  }

  private row(shortId: string, draft: Draft, callbackHash: string, signing: string): ToolRow {
    const now = this.parts.clock.now();
    return {
      ...NOTHING_BEFORE,
      ...draft.checked.columns,
      short_id: shortId,
      seller_id: draft.sellerId,
      auth_headers: this.parts.secrets.sealHeaders(shortId, draft.checked.headers ?? {}),
      callback_secret_hash: callbackHash,
      signing_secret: this.parts.secrets.sealSigning(shortId, 'signing_secret', signing),
      created_at: now,
      updated_at: now,
    };
  }
}

const NOTHING_BEFORE = {
  old_callback_secret_hash: null,
  old_callback_secret_until: null,
  old_signing_secret: null,
  old_signing_secret_until: null,
  grade: null,
  graded_at: null,
  paused_at: null,
  pause_reason: null,
  deleted_at: null,
  dialect: null,
};

function ownerOf({ caller }: Asker, wish: NewTool): string {
  const named = wish.seller_id ?? null;
  if (caller.role === 'seller' && caller.sellerId !== null) {
    if (named === null || named === caller.sellerId) return caller.sellerId;
    throw Problem.invalid([{ field: 'seller_id', message: 'is another seller: leave it out, the tool is yours' }]);
  }
  if (named === null) throw Problem.invalid([{ field: 'seller_id', message: 'is required: say whose tool this is' }]);
  return named;
}

function unknownSeller(): Problem {
  return Problem.invalid([{ field: 'seller_id', message: 'There is no such seller: register it first' }]);
}
