import type { CallFailure, Exchange } from './exchange.js';

/**
 * Whom an exchange speaks against. `tool`: the answer, or its absence, of this tool's own part of the far side. `origin`: nobody
 * was reached at all. `none`: an answer about the order, whatever it says. Null: it tells nothing of the far side.
 */
export type CallTrouble = 'none' | 'tool' | 'origin' | null;

const UNREACHED: ReadonlySet<CallFailure> = new Set(['dns_error', 'connection_error', 'tls_error', 'timeout']);

/**
 * What a call says of the health of whom it called (contract, section 5, last paragraph). A connection that was lost, or fell
 * silent, after the request had been sent is the tool's: on a host that many sellers share, one seller's handler crashed.
 */
export function troubleOf(exchange: Exchange): CallTrouble {
  if (exchange.kind === 'answered') return isTrouble(exchange.status) ? 'tool' : 'none';
  if (exchange.failure === 'too_large') return 'none';
  if (!UNREACHED.has(exchange.failure)) return null;
  return exchange.sentFully || exchange.status !== undefined ? 'tool' : 'origin';
}

function isTrouble(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
