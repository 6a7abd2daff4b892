import type { CallPhase, CallTimings } from '../domain/exchange.js';

/** The phase that a call is in, and how long it has been in each. A phase that comes again is added up. */
export class PhaseTimes {
  private phase: CallPhase = 'start';
  private since = performance.now();
  private readonly spent: Partial<Record<CallPhase, number>> = {};

  get current(): CallPhase {
    return this.phase;
  }

  enter(phase: CallPhase): void {
    const now = performance.now();
    this.spent[this.phase] = (this.spent[this.phase] ?? 0) + now - this.since;
    this.phase = phase;
    this.since = now;
  }

  /** Up to now, the phase under way included. */
  read(): CallTimings {
    this.enter(this.phase);
    return {
      ...{ slotMs: this.of('slot'), lookupMs: this.of('lookup'), connectMs: this.of('connect'), tlsMs: this.of('tls') },
      ...{ sendMs: this.of('sending'), waitMs: this.of('headers'), bodyMs: this.of('body') },
    };
  }

  /** To a tenth of a millisecond: an answer from next door takes less than one. */
  private of(phase: CallPhase): number | null {
    const spent = this.spent[phase];
    return spent === undefined ? null : Math.round(spent * 10) / 10;
  }
}
