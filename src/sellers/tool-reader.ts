import type { PinnedDialect } from '../domain/reading.js';
import type { SellerTools, ToolSettings } from '../orders/seller-tools.js';
import type { Tx } from '../storage/database/unit-of-work.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { ToolStore } from '../storage/tool-store.js';
import { ParsedTools } from './parsed-tools.js';
import { parseTool } from './parse-tool.js';
import type { PauseTool } from './pause-tool.js';
import type { TellSeller } from './tell-seller.js';
import type { Headers, ToolSecrets } from './tool-secrets.js';

export interface ToolReaderParts {
  readonly tools: ToolStore;
  readonly tellSeller: TellSeller;
  readonly secrets: ToolSecrets;
  readonly pauseTool: PauseTool;
}

/**
 * Tools as the journey of an order needs them. Every call reads the row as it is committed now, so that a change counts from
 * the next attempt on; calls that meet share one read. Opened headers and secrets are never kept.
 */
export class ToolReader implements SellerTools {
  private readonly parsed = new ParsedTools(parseTool);
  private readonly reading = new Map<string, Promise<ToolRow | null>>();

  constructor(private readonly parts: ToolReaderParts) {}

  /** Null where the short_id was never issued; a deleted tool says so. */
  async find(shortId: string): Promise<ToolSettings | null> {
    const row = await this.row(shortId);
    return row && this.parsed.get(row);
  }

  /** The tool whose callback secret has this SHA-256 (hex): the current one, or the one before while in grace. */
  async findByCallbackSecret(hash: string, nowMs: number): Promise<ToolSettings | null> {
    const row = await this.parts.tools.findByCallbackSecret(hash, nowMs);
    return row && this.parsed.get(row);
  }

  /**
   * The seller's own headers. Asked for with settings that `find` gave, they are those of the very row that the URLs were read
   * from: headers that were given for a new origin must not go to the old one, because a change came between two reads.
   */
  async openHeaders(tool: ToolSettings | string): Promise<Headers> {
    const row = await this.sealed(tool);
    if (!row || row.deleted_at !== null) throw new Error(`Tool ${nameOf(tool)} was deleted: it has no headers.`);
    return this.parts.secrets.openHeaders(row.short_id, row.auth_headers);
  }

  /** Signing secrets in force, the current one first; none of a tool that was deleted. */
  async signingSecrets(tool: ToolSettings | string, nowMs: number): Promise<readonly string[]> {
    const row = await this.sealed(tool);
    if (!row || row.deleted_at !== null) return [];
    const current = this.parts.secrets.openSigning(row.short_id, 'signing_secret', row.signing_secret);
    if (row.old_signing_secret === null || (row.old_signing_secret_until ?? 0) <= nowMs) return [current];
    return [current, this.parts.secrets.openSigning(row.short_id, 'old_signing_secret', row.old_signing_secret)];
  }

  /** False once the tool was deleted: no order may be opened on it any more. Nor is it deleted before this transaction is over. */
  async exists(tx: Tx, shortId: string): Promise<boolean> {
    return this.parts.tools.keep(tx, shortId);
  }

  async take(tx: Tx, shortId: string): Promise<void> {
    await this.parts.tools.hold(tx, shortId);
  }

  /** A deleted tool is not paused. */
  async isPaused(tx: Tx, shortId: string): Promise<boolean> {
    const row = await this.parts.tools.hold(tx, shortId);
    return row !== null && row.paused_at !== null;
  }

  async mirrors(tx: Tx, shortId: string): Promise<boolean> {
    return (await this.parts.tools.findIn(tx, shortId))?.mirror_result_url === 1;
  }

  async pause(tx: Tx, shortId: string, reason: string, atMs: number): Promise<boolean> {
    return this.parts.pauseTool.pauseTool(tx, shortId, reason, atMs);
  }

  pinDialect(tx: Tx, shortId: string, dialect: PinnedDialect, atMs: number): Promise<void> {
    return this.parts.tools.pinDialect(tx, shortId, dialect, atMs);
  }

  async tellUnauthorized(tx: Tx, shortId: string, message: string, atMs: number): Promise<void> {
    const row = await this.parts.tools.findIn(tx, shortId);
    if (!row) return;
    const { seller_id, short_id } = row;
    await this.parts.tellSeller.once(tx, { seller_id, short_id, kind: 'unauthorized', message, at: atMs });
  }

  private async sealed(tool: ToolSettings | string): Promise<ToolRow | null> {
    return typeof tool === 'string' ? this.row(tool) : (this.parsed.rowOf(tool) ?? this.row(tool.shortId));
  }

  private row(shortId: string): Promise<ToolRow | null> {
    const under = this.reading.get(shortId);
    if (under) return under;
    const reading = this.parts.tools.find(shortId).finally(() => this.reading.delete(shortId));
    this.reading.set(shortId, reading);
    return reading;
  }
}

function nameOf(tool: ToolSettings | string): string {
  return typeof tool === 'string' ? tool : tool.shortId;
}
