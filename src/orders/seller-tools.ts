import type { PayloadTemplate } from '../domain/payload-template.js';
import type { ResponseSetting } from '../domain/dialects/response-mapping.js';
import type { PollPlan } from '../domain/poll-plan.js';
import type { PinnedDialect } from '../domain/reading.js';
import type { JsonObject } from '../domain/strict-json.js';
import type { Tx } from '../storage/database/unit-of-work.js';

/** A tool's settings as an order's journey needs them, read anew at each attempt. */
export interface ToolSettings {
  readonly shortId: string;
  readonly sellerId: string;
  readonly jobUrl: string;
  /** With `{order_id}` in its path. */
  readonly statusUrl: string | null;
  /** Takes the ids of up to 100 orders by POST. */
  readonly statusBatchUrl: string | null;
  readonly callbackAuth: 'secret' | 'url_token';
  readonly template: PayloadTemplate | null;
  readonly poll: PollPlan;
  readonly inputsSchema: JsonObject | null;
  readonly deadlineS: number;
  readonly maxConcurrency: number;
  /** Whether files that the seller hosts are fetched and kept here. */
  readonly mirrorResultUrl: boolean;
  /** How its answers are read. */
  readonly response: ResponseSetting;
  /** What they were recognised as before; null until an order went its whole way in one dialect. */
  readonly dialect: PinnedDialect | null;
  /** Where the reply to a job holds the id that the seller gives it. */
  readonly remoteIdAt: string | null;
  readonly paused: boolean;
  /** Of its newest conformance test; null before one. */
  readonly grade: string | null;
  readonly deleted: boolean;
}

/** What the journey asks of the sellers' room. */
export interface SellerTools {
  find(shortId: string): Promise<ToolSettings | null>;
  /** The seller's own headers, opened from the very row that the settings were read from: headers never meet another row's URL. */
  openHeaders(tool: ToolSettings): Promise<Readonly<Record<string, string>>>;
  /** Signing secrets in force, the current one first. */
  signingSecrets(tool: ToolSettings, nowMs: number): Promise<readonly string[]>;
  /** Whether the tool stands and is not deleted, and stays so until this transaction is over. */
  exists(tx: Tx, shortId: string): Promise<boolean>;
  /** Takes the tool for this transaction: of those that count something of it, one at a time. */
  take(tx: Tx, shortId: string): Promise<void>;
  /** Takes the tool for this transaction: what is parked because it is paused is never passed over by who resumes it just then. */
  isPaused(tx: Tx, shortId: string): Promise<boolean>;
  /** Whether the tool stands and wants its hosted files mirrored, as this transaction sees it. */
  mirrors(tx: Tx, shortId: string): Promise<boolean>;
  /** Pauses the tool and tells everybody concerned; true when it was not paused before. */
  pause(tx: Tx, shortId: string, reason: string, atMs: number): Promise<boolean>;
  /** Keeps what the tool's answers were recognised as, where `response` leaves it open and nothing was kept before. */
  pinDialect(tx: Tx, shortId: string, dialect: PinnedDialect, atMs: number): Promise<void>;
  /** Tells the seller that its status URL refuses us, once until the headers change. */
  tellUnauthorized(tx: Tx, shortId: string, message: string, atMs: number): Promise<void>;
}
