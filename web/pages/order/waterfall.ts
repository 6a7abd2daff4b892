import type { Attempt } from '../../api/client.ts';

type Timings = NonNullable<NonNullable<Attempt['details']>['timings']>;
export type Phase = 'slot' | 'lookup' | 'connect' | 'tls' | 'send' | 'wait' | 'body';

/** The phases of a call, in the order in which they follow one another. */
export const PHASES: readonly Phase[] = ['slot', 'lookup', 'connect', 'tls', 'send', 'wait', 'body'];

export interface Bar {
  readonly phase: Phase;
  readonly ms: number;
  /** Where it begins and how long it is, as shares (0 to 1) of all. */
  readonly from: number;
  readonly share: number;
}

export interface Waterfall {
  readonly bars: readonly Bar[];
  readonly totalMs: number;
  /** No lookup, no connect, no TLS: an open connection was used again. */
  readonly isReused: boolean;
}

/** A call's time, phase after phase; phases that did not happen are left out. */
export function waterfallOf(timings: Timings): Waterfall {
  const took = PHASES.flatMap((phase) => {
    const ms = timings[`${phase}_ms`];
    return ms === null ? [] : [{ phase, ms: Math.max(0, ms) }];
  });
  const totalMs = took.reduce((sum, { ms }) => sum + ms, 0);
  let before = 0;
  const bars = took.map(({ phase, ms }) => {
    const from = totalMs === 0 ? 0 : before / totalMs;
    before += ms;
    return { phase, ms, from, share: totalMs === 0 ? 0 : ms / totalMs };
  });
  const { lookup_ms, connect_ms, tls_ms, send_ms } = timings;
  const isReused = lookup_ms === null && connect_ms === null && tls_ms === null && send_ms !== null;
  return { bars, totalMs, isReused };
}
