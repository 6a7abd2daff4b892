import type { ToolSettings } from '../orders/seller-tools.js';
import type { ToolRow } from '../storage/entities/tool.js';

/** Tools kept parsed: bounds memory at some hundred MB even if each had the largest template and schema. */
const MOST_KEPT = 1_000;

interface Kept {
  readonly row: ToolRow;
  readonly settings: ToolSettings;
}

/**
 * Tools in parsed form, by (short_id, updated_at): a row that was changed is parsed anew, since each change moves `updated_at`.
 * What is sealed stays sealed. The least recently asked for go first.
 */
export class ParsedTools {
  private readonly kept = new Map<string, Kept>();
  private readonly rows = new WeakMap<ToolSettings, ToolRow>();

  constructor(private readonly parse: (row: ToolRow) => ToolSettings) {}

  get(row: ToolRow): ToolSettings {
    const kept = this.kept.get(row.short_id);
    const settings = kept?.row.updated_at === row.updated_at ? kept.settings : this.parse(row);
    this.rows.set(settings, row);
    this.kept.delete(row.short_id); // set anew, it is the youngest in the map's order
    this.kept.set(row.short_id, { row, settings });
    if (this.kept.size > MOST_KEPT) this.dropOldest();
    return settings;
  }

  /** The row that these settings were parsed from. */
  rowOf(settings: ToolSettings): ToolRow | null {
    return this.rows.get(settings) ?? null;
  }

  private dropOldest(): void {
    for (const oldest of this.kept.keys()) {
      this.kept.delete(oldest);
      return;
    }
  }
}
