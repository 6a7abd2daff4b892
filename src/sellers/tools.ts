import type { ToolStore } from '../storage/tool-store.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { Asker } from '../storage/audit-log.js';
import type { ChangeTool } from './change-tool.js';
import { findTool } from './own-tool.js';
import type { PauseTool } from './pause-tool.js';
import type { PlanPreview, PlanPreviews } from './plan-preview.js';
import type { RegisteredTool, RegisterTool, NewTool } from './register-tool.js';
import type { RemoveTool } from './remove-tool.js';
import type { RotatedSecret, RotateSecret, Rotation } from './rotate-secret.js';
import type { SetUpWarning } from '../domain/set-up.js';
import type { SetUpWarnings } from './set-up-warnings.js';
import type { ToolFields } from './tool-rules.js';
import type { ToolStatistics, ToolStats } from './tool-stats.js';
import type { ToolDurations, ToolDurationsView } from './tool-durations.js';
import { toolForMarketplace, type MarketplaceTool, type ToolView, type ToolViews } from './tool-view.js';

export interface ToolsParts {
  readonly tools: ToolStore;
  readonly views: ToolViews;
  readonly register: RegisterTool;
  readonly change: ChangeTool;
  readonly remove: RemoveTool;
  readonly rotate: RotateSecret;
  readonly pause: PauseTool;
  readonly warnings: SetUpWarnings;
  readonly statistics: ToolStatistics;
  readonly previews: PlanPreviews;
  readonly durations: ToolDurations;
}

/** What contradicts itself in how it is set up, told when it is saved and when it is looked at. */
interface Warned {
  readonly warnings: readonly SetUpWarning[];
}

export interface ToolRange {
  readonly limit: number;
  /** The short_id that the page before ended with. */
  readonly after: string | null;
  /** Of this seller alone. */
  readonly sellerId?: string | undefined;
}

/** Everything that may be done with tools, one file a step (contract, section 3). A tool the caller may not know is 404. */
export class Tools {
  constructor(private readonly parts: ToolsParts) {}

  async create(asker: Asker, wish: NewTool): Promise<RegisteredTool & Warned> {
    return this.warned(await this.parts.register.register(asker, wish));
  }

  /** By short_id, from after `after`, all or one seller's; a seller sees its own. */
  async list(asker: Asker, range: ToolRange): Promise<(ToolView | MarketplaceTool)[]> {
    const { role, sellerId } = asker.caller;
    if (role === 'seller' && (range.sellerId ?? sellerId) !== sellerId) return [];
    const of = role === 'seller' ? sellerId : (range.sellerId ?? null);
    const rows = await this.parts.tools.list(of, range.limit, range.after);
    return rows.map((row) => this.view(asker, row));
  }

  async get(asker: Asker, shortId: string): Promise<(ToolView & Warned) | MarketplaceTool> {
    const row = await findTool(this.parts.tools, asker, shortId);
    return asker.caller.role === 'marketplace' ? toolForMarketplace(row) : this.warned(this.parts.views.whole(row));
  }

  async change(asker: Asker, shortId: string, fields: ToolFields): Promise<ToolView & Warned> {
    return this.warned(await this.parts.change.change(asker, shortId, fields));
  }

  remove(asker: Asker, shortId: string): Promise<void> {
    return this.parts.remove.remove(asker, shortId);
  }

  rotateSecret(asker: Asker, shortId: string, rotation: Rotation): Promise<RotatedSecret> {
    return this.parts.rotate.rotate(asker, shortId, rotation);
  }

  pause(asker: Asker, shortId: string): Promise<ToolView> {
    return this.parts.pause.pause(asker, shortId);
  }

  resume(asker: Asker, shortId: string): Promise<ToolView> {
    return this.parts.pause.resume(asker, shortId);
  }

  stats(asker: Asker, shortId: string): Promise<ToolStats> {
    return this.parts.statistics.of(asker, shortId);
  }

  /** How long its orders took, and when its plan asks. */
  durations(asker: Asker, shortId: string): Promise<ToolDurationsView> {
    return this.parts.durations.of(asker, shortId);
  }

  /** What each plan would have come to; without any, the tool's own beside four others. */
  previewPlans(asker: Asker, shortId: string, polls: readonly string[]): Promise<PlanPreview> {
    return this.parts.previews.of(asker, shortId, polls);
  }

  private async warned<T extends { short_id: string }>(view: T): Promise<T & Warned> {
    const row = await this.parts.tools.find(view.short_id);
    return { ...view, warnings: row === null ? [] : await this.parts.warnings.of(row) };
  }

  private view(asker: Asker, row: ToolRow): ToolView | MarketplaceTool {
    return asker.caller.role === 'marketplace' ? toolForMarketplace(row) : this.parts.views.whole(row);
  }
}
