import type { BreakerState } from '../domain/breaker.js';
import type { Exchange } from '../domain/exchange.js';
import type { WorkRow } from '../storage/entities/work.js';
import type { HeldUp, OutagePlace } from '../storage/outage-store.js';
import type { BreakerScope } from './breaker-parts.js';

/** Where a call went, by whose breaker it is judged: one tool's, or that of all who are called at the origin. */
export interface CalledAt {
  readonly scope: BreakerScope;
  readonly shortId: string;
  readonly origin: string;
}

/** A call that failed, once its breaker knows. `sellerId`: null where it could not be read. */
export interface FailedCall extends CalledAt {
  readonly sellerId: string | null;
  readonly works: readonly WorkRow[];
  readonly exchange: Exchange;
  readonly state: BreakerState;
}

/** `called`: it was called, and that failed; else it was only put off. */
export type Held = HeldUp & { readonly called: boolean };

export function placeOf({ scope, shortId, origin }: CalledAt, sellerId: string): OutagePlace {
  return { seller_id: sellerId, short_id: scope === 'pair' ? shortId : '', origin };
}

export function rowKey({ scope, shortId, origin }: CalledAt): string {
  return scope === 'pair' ? `${shortId} ${origin}` : ` ${origin}`;
}

export function calledIn({ works }: FailedCall): Held[] {
  return works.map((work) => heldUpOf(work, true));
}

export function heldUpOf({ subject, run, kind }: WorkRow, called: boolean): Held {
  return { order_id: subject, run, kind, called };
}
