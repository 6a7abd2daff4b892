import { isInstant } from './instant.js';
import type { JsonObject, JsonValue } from './strict-json.js';
import type { OrderError } from './order.js';

/** V: the three words of a status body (contract, section 5). */
export const SELLER_WORDS = ['processing', 'completed', 'failed'] as const;
export type SellerWord = (typeof SELLER_WORDS)[number];

/** Fields that a seller's body may hold; others are ignored and named in the attempt. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['order_id', 'ok', 'status', 'progress', 'message', 'eta_s', 'next_check_s', 'completed_at', 'error'],
  ...['output_type', 'result_text', 'result_url', 'file_base64', 'filename', 'mime_type', 'object_key', 'files'],
]);

/** What counts in an item of `files`, and in `error` where it is an object. */
const FILE_FIELDS: ReadonlySet<unknown> = new Set([
  ...['filename', 'mime_type', 'file_base64', 'object_key', 'result_url'],
]);
const ERROR_FIELDS: ReadonlySet<unknown> = new Set(['code', 'message']);

export const MESSAGE_CHARS = 500;
const ERROR_CHARS = 2000;

/** What a seller says of an order that is under way. */
export interface Progress {
  /** 0 to 100, whole. */
  readonly progress: number | null;
  readonly message: string | null;
  /** The seller's wish for the next check, in seconds. */
  readonly nextCheckS: number | null;
  /** Seconds until the seller expects to be done. */
  readonly etaS?: number;
}

/** Why the seller's tool failed, in the seller's words. */
export interface SellerFailure {
  readonly code: string | null;
  readonly message: string;
}

export function isSellerWord(value: unknown): value is SellerWord {
  return typeof value === 'string' && (SELLER_WORDS as readonly string[]).includes(value);
}

export function readProgress(body: JsonObject): Progress {
  const { progress, message, next_check_s: nextCheckS, eta_s: etaS } = body;
  return {
    progress: isNumberIn(progress, 0, 100) ? Math.round(progress) : null,
    message: typeof message === 'string' && message !== '' ? clip(message, MESSAGE_CHARS) : null,
    nextCheckS: isNumberIn(nextCheckS, 0, Number.MAX_SAFE_INTEGER) ? nextCheckS : null,
    ...(isNumberIn(etaS, 0, Number.MAX_SAFE_INTEGER) ? { etaS } : {}),
  };
}

/** When the seller says that it was done (epoch milliseconds), where it names an instant. */
export interface SaidWhenDone {
  readonly completedMs?: number;
}

export function readCompletedAt({ completed_at: at }: JsonObject): SaidWhenDone {
  return isInstant(at) ? { completedMs: Date.parse(at) } : {};
}

/** Reads `error: string | { code, message }`; a failure without a reason is still a failure. */
export function readFailure(body: JsonObject): SellerFailure {
  const { error } = body;
  if (typeof error === 'string' && error !== '') return { code: null, message: clip(error, ERROR_CHARS) };
  if (typeof error === 'object' && error !== null && !Array.isArray(error)) {
    const { code, message } = error;
    return {
      code: typeof code === 'string' || typeof code === 'number' ? clip(String(code), 100) : null,
      message:
        typeof message === 'string' && message !== '' ? clip(message, ERROR_CHARS) : 'The seller gave no reason.',
    };
  }
  const message = typeof body.message === 'string' && body.message !== '' ? body.message : 'The seller gave no reason.';
  return { code: null, message: clip(message, ERROR_CHARS) };
}

/** The order's error for a failure that the seller reported itself. */
export function sellerFailed(failure: SellerFailure): OrderError {
  const code = failure.code === null ? '' : ` Its own code for it: ${failure.code}.`;
  return {
    code: 'seller_failed',
    message: failure.message,
    hint: `The seller's tool reported this failure itself.${code} Correct the inputs or ask the seller, then retry the order.`,
  };
}

/** Whether a body's field means anything to us. */
export function isKnownField(key: string): boolean {
  return KNOWN.has(key);
}

/** Whether what stands at a path of a body (keys, and indexes from 0; the last is a key) means anything to us. */
export function isKnownPath(path: readonly (string | number)[]): boolean {
  const [top, second, third] = path;
  switch (path.length) {
    case 1:
      return isKnownField(String(top));
    case 2:
      return top === 'error' && ERROR_FIELDS.has(second);
    case 3:
      return top === 'files' && typeof second === 'number' && FILE_FIELDS.has(third);
    default:
      return false;
  }
}

/** A sentence that names the fields we did not know, or null. */
export function ignoredFields(body: JsonObject): string | null {
  const unknown = Object.keys(body).filter((key) => !isKnownField(key));
  if (unknown.length === 0) return null;
  // A long name is no name: it may hold anything, and half of a secret could not be told for one.
  const shown = unknown.slice(0, 10).map((key) => (key.length > 60 ? `one of ${key.length} characters` : key));
  return `Ignored unknown fields: ${shown.join(', ')}${unknown.length > shown.length ? ', ...' : ''}.`;
}

/** At most `length` characters, never half a surrogate pair. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function isNumberIn(value: JsonValue | undefined, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
