import type { CallFailure, Exchange } from './exchange.js';

/** Tries of one call within one attempt, where the network failed it (contract, section 7, `retry`). */
export interface CallRetry {
  /** Tries after the first. */
  readonly limit: number;
  readonly minMs: number;
  /** Longest wait; null: none but that of every rule, a minute. */
  readonly maxMs: number | null;
  readonly factor: number;
  /** `exponential`: minMs × factor^(n-1) before try n after the first; `linear`: minMs × n. */
  readonly backoff: 'exponential' | 'linear';
  /** Whether each wait is made longer by up to its own length, at random. */
  readonly randomize: boolean;
}

/** A wait holds the place of a call, so none is longer. */
export const LONGEST_WAIT_MS = 60_000;

/** What may heal by itself within seconds; an answer, whatever it says, is never asked for again here. */
const NETWORK: ReadonlySet<CallFailure> = new Set(['dns_error', 'connection_error', 'tls_error', 'timeout']);

/** The wait after `failed` tries (1 or more) as its rule has it: without any bound, and nothing of it random. */
export function waitAfter(rule: CallRetry, failed: number): number {
  return rule.backoff === 'linear' ? rule.minMs * failed : rule.minMs * rule.factor ** (failed - 1);
}

/** Milliseconds to wait after `failed` tries (1 or more) before the next; null where there is none. `random` is from 0 up to 1. */
export function waitBeforeRetry(rule: CallRetry, failed: number, exchange: Exchange, random: number): number | null {
  if (exchange.kind === 'answered' || !NETWORK.has(exchange.failure) || failed > rule.limit) return null;
  const wait = waitAfter(rule, failed);
  const longest = Math.min(rule.maxMs ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS);
  return Math.min(wait * (rule.randomize ? 1 + random : 1), longest);
}
