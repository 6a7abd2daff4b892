import type { CallFailure } from '../exchange.js';

/** What was asked of the seller in a test, by name. */
export type ProbeName =
  | 'status_unknown'
  | 'job_no_auth'
  | 'job_wrong_auth'
  | 'job_unsigned'
  | 'job_bad_signature'
  | 'job_old_signature'
  | 'job_again'
  | 'status_first'
  | 'status_no_auth'
  | 'status_wrong_auth'
  | 'status_working'
  | 'status_done'
  | 'status_validated'
  | 'batch'
  | 'result_url';

/** One answer of the seller, free of its secrets. */
export interface ProbeAnswer {
  /** Null where no usable answer came: `failure` and `message` say why. */
  readonly status: number | null;
  readonly failure: CallFailure | null;
  readonly message: string | null;
  readonly ms: number;
  /** When it was asked, epoch milliseconds. */
  readonly at: number;
  /** Lower-case names; those alone that checks read. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
  /** What it says of the order, as a check would take it: a verdict's kind, else the attempt's outcome. */
  readonly said: string;
  readonly problem: string | null;
  readonly progress: number | null;
  /** The order that it says it is about; null where it names none. */
  readonly named: string | null;
  /** Epoch milliseconds; null where it was not said, or not understood. */
  readonly completedAt: number | null;
  readonly isUtf8: boolean;
  /** Whether a secret of the tool stood in it, before it was taken out. */
  readonly heldSecret: boolean;
  /** The beginning of the body. */
  readonly excerpt: string;
}

/** One call of a test order's real journey. */
export interface StoryCall {
  readonly kind: 'forward' | 'check' | 'callback' | 'mirror';
  readonly outcome: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
  readonly times: number;
}

export interface StoryFile {
  readonly filename: string;
  readonly declaredType: string | null;
  readonly detectedType: string | null;
  readonly size: number | null;
}

/** How a test order went its way through the real journey. */
export interface OrderStory {
  readonly orderId: string;
  readonly status: string;
  readonly isFinal: boolean;
  readonly deliveredBy: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** From the order to its end, in milliseconds; null while it is open. */
  readonly tookMs: number | null;
  readonly createdAt: number;
  /** Oldest first. */
  readonly calls: readonly StoryCall[];
  readonly outputType: string | null;
  readonly url: string | null;
  readonly files: readonly StoryFile[];
  readonly textChars: number | null;
}

/** What of a tool decides which checks there are. */
export interface ToolFacts {
  readonly hasStatusUrl: boolean;
  readonly hasBatchUrl: boolean;
  /** Its status URL is filled with the seller's own id of an order. */
  readonly asksByRemoteId: boolean;
  readonly callbackAuth: 'secret' | 'url_token';
  /** Seconds from one check to the next by its plan at the shortest; null where the plan goes by the sweep or by durations. */
  readonly shortestGapS: number | null;
}

/** Everything that a test has found so far. */
export interface Evidence {
  readonly tool: ToolFacts;
  readonly probes: Readonly<Partial<Record<ProbeName, readonly ProbeAnswer[]>>>;
  readonly good: OrderStory | null;
  readonly failing: OrderStory | null;
  /** Nothing more will be found. */
  readonly isOver: boolean;
}

export function probesOf(evidence: Pick<Evidence, 'probes'>, name: ProbeName): readonly ProbeAnswer[] {
  return evidence.probes[name] ?? [];
}

/** The last answer to a probe; null where it has not been asked. */
export function lastOf(evidence: Evidence, name: ProbeName): ProbeAnswer | null {
  return probesOf(evidence, name).at(-1) ?? null;
}

export const STATUS_PROBES = [
  'status_unknown',
  'status_first',
  'status_working',
  'status_done',
  'status_validated',
] as const;

/** Answers of the status URL about the good order, oldest first. */
export function aboutTheOrder(evidence: Evidence): readonly ProbeAnswer[] {
  return (['status_first', 'status_working', 'status_done'] as const).flatMap((name) => probesOf(evidence, name));
}
