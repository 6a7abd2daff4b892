import type { CallFailure, Exchange } from '../exchange.js';

const WORDS: Readonly<Partial<Record<CallFailure, string>>> = {
  dns_error: 'The name of its host could not be looked up.',
  connection_error: 'No connection could be made, or it broke off.',
  tls_error: 'The TLS connection could not be made: look at its certificate.',
  timeout: 'It did not answer in time.',
};

/** What a call in an outage came to, in a sentence that holds nothing of the call itself. */
export function outageSentence(exchange: Exchange): string {
  if (exchange.kind === 'answered') return `It answered HTTP ${exchange.status}.`;
  return WORDS[exchange.failure] ?? 'It could not be called.';
}
