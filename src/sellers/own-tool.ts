import { Problem } from '../domain/problem.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { ToolStore } from '../storage/tool-store.js';
import { mayKnow } from '../domain/caller.js';
import type { Asker } from '../storage/audit-log.js';

/** A living tool that the caller may know of; else 404. */
export async function findTool(tools: ToolStore, asker: Asker, shortId: string): Promise<ToolRow> {
  const row = await tools.find(shortId);
  if (!row || row.deleted_at !== null || !mayKnow(asker.caller, row.seller_id)) throw unknownTool();
  return row;
}

/** The same, taken for this transaction: nobody else changes it meanwhile. */
export async function holdTool(tools: ToolStore, tx: Tx, asker: Asker, shortId: string): Promise<ToolRow> {
  const row = await tools.hold(tx, shortId);
  if (!row || !mayKnow(asker.caller, row.seller_id)) throw unknownTool();
  return row;
}

function unknownTool(): Problem {
  return Problem.notFound('tool', 'unknown_tool');
}
