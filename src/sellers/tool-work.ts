import type { Tx } from '../storage/database/unit-of-work.js';

/** Where a tool's open work runs from now on. */
export interface ToolTarget {
  /** Calls to the tool at once: `lane_limit` of lane `tool:<short_id>`. */
  readonly laneLimit: number;
  /** Origin of `job_url`. */
  readonly forwardOrigin: string;
  /** Orders in one check at most; 1 where the tool has no `status_batch_url`. */
  readonly groupLimit: number;
  /** Origin of `status_batch_url`, else of `status_url`; null where the tool has none: checks of orders with a status URL of their own keep their origin. */
  readonly checkOrigin: string | null;
}

/** What a change of a tool does to its open work, in the same transaction. Built by the engine's room. */
export interface ToolWork {
  /** The tool's open work moves to this target. */
  retarget(tx: Tx, tool: { readonly short_id: string; readonly seller_id: string }, target: ToolTarget): Promise<void>;
  /** The tool was deleted. */
  gone(tx: Tx, tool: { readonly short_id: string; readonly seller_id: string }): Promise<void>;
  /** Forwards that waited because the tool was paused are due now. */
  unpark(tx: Tx, shortId: string, nowMs: number): Promise<void>;
}
