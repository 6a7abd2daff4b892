import type { CallFailure, CallPhase } from '../domain/exchange.js';

export type { CallPhase } from '../domain/exchange.js';

/**
 * A call that cannot go on. An Error because it travels through sockets and undici; it never leaves this room as one.
 * The message is a plain sentence that holds no path, query, header value or address.
 */
export class CallProblem extends Error {
  constructor(
    readonly failure: CallFailure,
    message: string,
  ) {
    super(message);
  }
}

const waitingFor: Record<CallPhase, string> = {
  start: 'before it began',
  slot: 'while it waited for a free connection to this origin',
  lookup: 'while the name was being looked up',
  connect: 'while connecting',
  tls: 'in the TLS handshake',
  sending: 'before the whole request was sent',
  headers: 'while waiting for the answer to begin',
  body: "before the answer's body was complete",
};

export function timedOut(timeoutMs: number, phase: CallPhase): CallProblem {
  return new CallProblem('timeout', `The time limit of ${timeoutMs} ms passed ${waitingFor[phase]}.`);
}

export function tooSlow(bytesPerSecond: number, windowMs: number): CallProblem {
  const message = `The answer's body came more slowly than ${bytesPerSecond} bytes a second, for ${windowMs / 1000} s.`;
  return new CallProblem('timeout', message);
}

export function abortedBy(phase: CallPhase): CallProblem {
  return new CallProblem('aborted', `The call was called off ${waitingFor[phase]}.`);
}

export function tooLarge(maxBytes: number): CallProblem {
  return new CallProblem('too_large', `The answer's body is larger than ${maxBytes} bytes.`);
}
