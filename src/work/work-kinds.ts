import type { Exchange, HttpCall } from '../domain/exchange.js';
import type { Outcome } from '../domain/outcome.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { Again } from './tries.js';

export const WORK_KINDS = [
  'forward',
  'check',
  'notify',
  'mirror',
  'poll',
  'poll_webhook',
  'job',
  'job_webhook',
  'tick',
  'bulk',
  'replay',
  'conformance',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** What one attempt came to, for its log line, the metrics and the sweep it belongs to. */
export interface AttemptReport {
  readonly outcome: Outcome;
  /** Whether the subject (an order, a message) changed its state. */
  readonly changed: boolean;
  readonly orderId: string | null;
  readonly shortId: string | null;
  /** A call that timed out while the far side did what we had asked it to: it says nothing of anybody's health. */
  readonly isPatience?: boolean;
  /** Nothing came of it but that the same check is made in another way: it is no check of its sweep. */
  readonly isSentOn?: boolean;
}

/** A call made ready, with whatever its settling needs to know. */
export interface Prepared<Context> {
  readonly call: HttpCall;
  readonly context: Context;
  /** Set where a call that the network failed is made again within the attempt. */
  readonly again?: Again<Prepared<Context>>;
}

/** One call for several rows. */
export interface PreparedGroup {
  readonly call: HttpCall;
  /** The rows that it is about. */
  readonly works: readonly WorkRow[];
  /** Rows that should have been in it, and which our own code failed on. */
  readonly broken?: readonly { readonly work: WorkRow; readonly error: unknown }[];
  /** As in {@link Prepared}. */
  readonly again?: Again<PreparedGroup>;
  /** Reads the answer, once; what it gives judges and settles one row, in a transaction that also moves or ends it. */
  hear(exchange: Exchange, startedAt: number): (work: WorkRow) => Promise<AttemptReport>;
  /** When every row is settled, or none will be; for all tries. */
  close(): void;
}

/**
 * The one handler of a kind of work. Its two steps are one straight line: prepare, (the engine calls), settle.
 */
export interface WorkHandler<Context = unknown> {
  readonly kind: WorkKind;
  /** Makes the call ready, or answers null where there is nothing to call: then the row has been dealt with here. */
  prepare(work: WorkRow): Promise<Prepared<Context> | null>;
  /**
   * Where rows of this kind may go in one call: makes it ready. `single` where one row alone is to run as ever; null where there is
   * nothing to call. Rows that are not in what it answers have been dealt with here.
   */
  prepareGroup?(works: readonly WorkRow[]): Promise<PreparedGroup | 'single' | null>;
  /** Judges the answer and writes what follows from it, in one transaction that also moves or ends the row. */
  settle(work: WorkRow, ready: Prepared<Context>, exchange: Exchange, startedAt: number): Promise<AttemptReport>;
  /**
   * Whether a call that we aborted ourselves while stopping must be settled rather than made again:
   * true for calls that the far side may already act on.
   */
  settlesAborted(exchange: Exchange): boolean;
}

/** Every kind has exactly one handler, or the boot stops. */
export class WorkKinds {
  private readonly handlers = new Map<string, WorkHandler>();

  constructor(handlers: readonly WorkHandler[]) {
    for (const handler of handlers) {
      if (this.handlers.has(handler.kind))
        throw new Error(`Two handlers are registered for work of kind ${handler.kind}.`);
      this.handlers.set(handler.kind, handler);
    }
    const missing = WORK_KINDS.filter((kind) => !this.handlers.has(kind));
    if (missing.length > 0) throw new Error(`No handler is registered for work of kind ${missing.join(', ')}.`);
  }

  handlerOf(kind: string): WorkHandler {
    const handler = this.handlers.get(kind);
    if (!handler) throw new Error(`Work of unknown kind ${kind} in the database.`);
    return handler;
  }
}
