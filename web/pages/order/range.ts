import { span } from '../../parts/time.ts';

export interface Eta {
  readonly p50_s: number;
  readonly p90_s: number;
  readonly sample: number;
}

/**
 * How long orders like this one take, and where this one stands; `elapsedS` since the seller took it. Two figures are known, so two
 * are said: "usually 3 to 6" would be a guess of the first.
 */
export function rangeWords({ p50_s, p90_s, sample }: Eta, elapsedS: number): string {
  const range =
    p50_s === p90_s
      ? `Nine in ten orders like this one take at most ${span(p90_s)}`
      : `Half of the orders like this one take at most ${span(p50_s)}, nine in ten at most ${span(p90_s)}`;
  const stands =
    elapsedS > p90_s ? `this one is at ${span(elapsedS)}, longer than most` : `this one is at ${span(elapsedS)}`;
  return `${range}; ${stands}. (Of ${sample} past orders.)`;
}
