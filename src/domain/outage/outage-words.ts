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

/** So long, as people say it: `2 h 5 min`, `40 s`. */
export function longWords(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    // Of hours nobody counts seconds.
    [seconds >= 3_600 ? 0 : seconds % 60, 's'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.length === 0 ? '0 s' : told.join(' ');
}

/** On the timeline of an order that was given time for what an outage took. */
export function extendedSentence(ms: number): string {
  return `Its deadline was moved by ${longWords(ms)}, for the time in which the seller could not be called.`;
}
