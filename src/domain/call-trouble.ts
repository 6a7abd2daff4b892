import type { CallFailure, CallPhase, Exchange } from './exchange.js';

/**
 * Whom an exchange speaks against. `tool`: the answer, or its absence, of this tool's own part of the far side. `origin`: nobody
 * was reached at all. `none`: an answer about the order, whatever it says. Null: it tells nothing of the far side.
 */
export type CallTrouble = 'none' | 'tool' | 'origin' | null;

const TROUBLES: ReadonlySet<CallFailure> = new Set(['dns_error', 'connection_error', 'tls_error', 'timeout']);
/** Where nobody was reached yet. */
const REACHING: ReadonlySet<CallPhase | undefined> = new Set<CallPhase>(['lookup', 'connect', 'tls']);
/** Where we had not gone out yet: that is nobody's trouble but ours. */
const AT_HOME: ReadonlySet<CallPhase | undefined> = new Set<CallPhase>(['start', 'slot']);

/**
 * What a call says of the health of whom it called (contract, section 5, last paragraph). A connection that was lost, or fell
 * silent, once it stood is the tool's: on a host that many sellers share, one seller's handler crashed.
 */
export function troubleOf(exchange: Exchange): CallTrouble {
  if (exchange.kind === 'answered') return isTrouble(exchange.status) ? 'tool' : 'none';
  if (exchange.failure === 'too_large') return 'none';
  const { failure, phase } = exchange;
  if (!TROUBLES.has(failure) || AT_HOME.has(phase)) return null;
  return failure === 'dns_error' || REACHING.has(phase) ? 'origin' : 'tool';
}

function isTrouble(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
