import type { Clock } from '../domain/clock.js';
import { Problem } from '../domain/problem.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { DurationStore } from '../storage/duration-store.js';
import type { NoticeStore } from '../storage/notice-store.js';
import type { ToolStore } from '../storage/tool-store.js';
import type { Asker, AuditLog } from '../storage/audit-log.js';
import { holdTool } from './own-tool.js';
import type { ToolWork } from './tool-work.js';

export interface RemoveToolParts {
  readonly unit: UnitOfWork;
  readonly tools: ToolStore;
  readonly notices: NoticeStore;
  readonly durations: DurationStore;
  readonly work: Pick<ToolWork, 'gone'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Deletes tools. Their short_id stays taken for ever; their secrets are gone at once. */
export class RemoveTool {
  constructor(private readonly parts: RemoveToolParts) {}

  /** 409 `open_orders` while an order of the tool is open. */
  async remove(asker: Asker, shortId: string): Promise<void> {
    await this.parts.unit.run(async (tx) => {
      const tool = await holdTool(this.parts.tools, tx, asker, shortId);
      await this.bury(tx, tool);
      await this.parts.audit.record(tx, asker.caller, 'tool.deleted', shortId, null, asker.requestId);
    });
  }

  /** Deletes every tool of a seller, all or none; answers their short_ids. */
  async allOf(tx: Tx, sellerId: string): Promise<string[]> {
    const tools = await this.parts.tools.holdAllOf(tx, sellerId);
    for (const tool of tools) await this.bury(tx, tool);
    return tools.map((tool) => tool.short_id);
  }

  private async bury(tx: Tx, tool: ToolRow): Promise<void> {
    if (await this.parts.tools.hasOpenOrders(tx, tool.short_id)) throw openOrders(tool.short_id);
    await this.parts.tools.bury(tx, tool.short_id, this.parts.clock.now());
    await this.parts.notices.closeAll(tx, tool.short_id);
    await this.parts.durations.forget(tx, tool.short_id);
    await this.parts.work.gone(tx, tool);
  }
}

function openOrders(shortId: string): Problem {
  const advice = 'pause the tool, wait until its orders are final or cancel them, then delete it';
  return new Problem(409, 'open_orders', `Tool ${shortId} has open orders: ${advice}.`);
}
