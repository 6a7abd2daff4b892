import type { BreakerNews } from '../domain/breaker.js';
import type { Clock } from '../domain/clock.js';
import type { UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { WorkStore } from '../storage/work-store.js';
import type { Outages } from './outages.js';

/** `pair`: one tool at one origin. `origin`: everybody's calls to it. */
export type BreakerScope = 'pair' | 'origin';

/** Whose breaker it is; `lane` is that of the call that brought the news. */
export interface BreakerPlace {
  readonly scope: BreakerScope;
  readonly lane: string;
  readonly origin: string;
}

/** Who hears of breakers: log, metrics. */
export interface BreakerWatch {
  news(place: BreakerPlace, news: BreakerNews): void;
  /** Work that was due was put off, without an attempt. */
  heldBack(work: WorkRow): void;
}

export interface BreakersParts {
  readonly work: Pick<WorkStore, 'putOff'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly random: () => number;
  /** The seller whose tool works in this lane. */
  readonly sellerOf: (lane: string) => Promise<string>;
  /** The instant at which a piece of work must be called, whatever stands against it: the deadline of a check's order. */
  readonly latestFor: (work: WorkRow) => Promise<number>;
  readonly watch: BreakerWatch;
  /** Where it is written down when they held calls back, and whose. */
  readonly outages?: { readonly keep: Outages; readonly shortIdOf: (lane: string) => string } | undefined;
}
