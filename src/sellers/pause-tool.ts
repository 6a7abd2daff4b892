import type { Caller } from '../domain/caller.js';
import type { Clock } from '../domain/clock.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { NoticeStore } from '../storage/notice-store.js';
import type { ToolStore } from '../storage/tool-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { holdTool } from './own-tool.js';
import type { Announcer, TellSeller } from './tell-seller.js';
import { toolForMarketplace, type ToolView, type ToolViews } from './tool-view.js';
import type { ToolWork } from './tool-work.js';

export interface PauseToolParts {
  readonly unit: UnitOfWork;
  readonly tools: ToolStore;
  readonly notices: NoticeStore;
  readonly views: ToolViews;
  readonly work: ToolWork;
  readonly tellSeller: TellSeller;
  readonly announcer: Announcer;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/**
 * A paused tool gets no forwards: orders that stand in `received` or `forwarding` wait, new ones are refused; checks and
 * callbacks go on (contract, section 3). Both calls may be repeated.
 */
export class PauseTool {
  constructor(private readonly parts: PauseToolParts) {}

  /**
   * Pauses a tool inside somebody's transaction (a forward answered 410). True when it was not paused before: its seller,
   * the marketplace and the operator have then been told.
   */
  async pauseTool(tx: Tx, shortId: string, reason: string, atMs: number): Promise<boolean> {
    const tool = await this.parts.tools.hold(tx, shortId);
    if (!tool || tool.paused_at !== null) return false;
    await this.put(tx, tool, reason, atMs);
    await this.tell(tx, tool, reason, atMs);
    return true;
  }

  async pause(asker: Asker, shortId: string): Promise<ToolView> {
    return this.parts.unit.run(async (tx) => {
      const tool = await holdTool(this.parts.tools, tx, asker, shortId);
      if (tool.paused_at !== null) return this.parts.views.whole(tool);
      const now = this.parts.clock.now();
      const reason = pausedBy(asker.caller);
      const paused = await this.put(tx, tool, reason, now);
      if (asker.caller.role !== 'seller') await this.tell(tx, tool, reason, now);
      await this.parts.audit.record(tx, asker.caller, 'tool.paused', shortId, null, asker.requestId);
      return this.parts.views.whole(paused);
    });
  }

  /** Forwards that waited are due now; whoever parks one takes the tool first, as we do. */
  async resume(asker: Asker, shortId: string): Promise<ToolView> {
    return this.parts.unit.run(async (tx) => {
      const tool = await holdTool(this.parts.tools, tx, asker, shortId);
      if (tool.paused_at === null) return this.parts.views.whole(tool);
      const now = this.parts.clock.now();
      const resumed = await this.parts.tools.update(tx, shortId, { paused_at: null, pause_reason: null }, now);
      await this.parts.notices.close(tx, shortId, 'paused');
      await this.parts.work.unpark(tx, shortId, now);
      await this.parts.audit.record(tx, asker.caller, 'tool.resumed', shortId, null, asker.requestId);
      return this.parts.views.whole(resumed);
    }, 'anew');
  }

  private async put(tx: Tx, tool: ToolRow, reason: string, atMs: number): Promise<ToolRow> {
    const changes = { paused_at: atMs, pause_reason: reason };
    const paused = await this.parts.tools.update(tx, tool.short_id, changes, atMs);
    await this.parts.announcer.tool(tx, 'tool.paused', tool.short_id, toolForMarketplace(paused));
    return paused;
  }

  private async tell(tx: Tx, tool: ToolRow, reason: string, atMs: number): Promise<void> {
    const { seller_id, short_id } = tool;
    const message = `Tool ${short_id} was paused and gets no orders. ${reason} Resume it when it can take them again.`;
    await this.parts.tellSeller.once(tx, { seller_id, short_id, kind: 'paused', message, at: atMs });
  }
}

function pausedBy(caller: Caller): string {
  return caller.role === 'seller' ? 'Paused by its seller.' : 'Paused by the operator of the marketplace.';
}
