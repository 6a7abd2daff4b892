import type { CheckVerdict } from './check-answer.js';
import type { Exchange } from './exchange.js';

/** What a seller gave to ask it by (RFC 9110, 8.8), and how long we have asked it by that alone. */
export interface Validator {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Checks in a row that were conditional. */
  readonly inRow: number;
  /** When the last check without a condition was answered, epoch milliseconds. */
  readonly wholeAt: number;
}

/** V: every fifth check goes without a condition, and the first one more than five minutes after the last that did. */
const MOST_IN_ROW = 4;
const LONGEST_MS = 5 * 60_000;
/** A longer validator is not worth its bytes in every row and request. */
const LONGEST_VALIDATOR = 512;

/**
 * The headers that make a check conditional; none where the whole answer is due again: a seller whose ETag never changes must not hide
 * that it is done (contract, section 5).
 */
export function conditionHeaders(validator: Validator | null | undefined, nowMs: number): Record<string, string> {
  if (!validator || validator.inRow >= MOST_IN_ROW || nowMs - validator.wholeAt > LONGEST_MS) return {};
  return {
    ...(validator.etag === null ? {} : { 'if-none-match': validator.etag }),
    ...(validator.lastModified === null ? {} : { 'if-modified-since': validator.lastModified }),
  };
}

/**
 * What to ask by after a check. Only an answer that says "processing" is remembered: of anything else a later 304 would not tell that
 * the seller is still at work.
 */
export function validatorAfter(
  before: Validator | null | undefined,
  asked: { readonly conditional: boolean; readonly nowMs: number },
  verdict: CheckVerdict,
  exchange: Exchange,
): Validator | null {
  const inRow = asked.conditional ? (before?.inRow ?? 0) + 1 : 0;
  if (exchange.kind === 'unanswered') return before ? { ...before, inRow: Math.max(inRow, before.inRow) } : null;
  if (verdict.kind === 'wait' && verdict.outcome === 'not_modified') return before ? { ...before, inRow } : null;
  if (verdict.kind !== 'processing') return null;
  const [etag, lastModified] = [usable(exchange.headers['etag']), usable(exchange.headers['last-modified'])];
  if (etag === null && lastModified === null) return null;
  return { etag, lastModified, inRow, wholeAt: asked.conditional ? (before?.wholeAt ?? asked.nowMs) : asked.nowMs };
}

/** As it came, where it can be sent back: visible characters on one line. */
function usable(value: string | undefined): string | null {
  return value !== undefined && value.length <= LONGEST_VALIDATOR && /^[\x20-\x7e\x80-\xff]+$/.test(value)
    ? value
    : null;
}
