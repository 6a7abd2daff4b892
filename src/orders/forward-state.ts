import type { BadResults } from './bad-results.js';
import type { DialectName } from '../domain/dialects/dialect.js';
import type { Validator } from '../domain/conditional-check.js';
import type { LongMark } from '../work/long-calls.js';
import type { KnownTries } from './tried-time.js';

/** What a forward's row of work remembers between tries. */
export interface ForwardState extends KnownTries {
  readonly tries: number;
  /** True when a check's 404 showed that an unconfirmed forward never arrived, and it is sent once more. */
  readonly resend: boolean;
}

export const NEW_FORWARD: ForwardState = { tries: 0, resend: false };

/** What a check's row of work remembers between checks. */
export interface CheckState extends LongMark {
  readonly checks: number;
  /** Bad results in a row, and when the first of them came. */
  readonly bad: BadResults | null;
  /** The forward was fully sent and never answered: a 404 then means that it did not arrive. */
  readonly unconfirmed: boolean;
  /** What the seller's last answer may be asked by; left out in rows that are older than this. */
  readonly validator?: Validator | null;
  /** The seller held its last answer to a long check back, as it was asked to. */
  readonly waits?: boolean;
  /** What the order says of its class, once a plan asked; read from its inputs once, for they may be a megabyte. */
  readonly class?: { readonly from: string; readonly value: string | null };
  /** When the seller last answered that it was still at work (epoch milliseconds); left out until it did. */
  readonly atWorkAt?: number;
  /** What the order's answers were recognised as, and told of on its timeline. */
  readonly dialect?: DialectName | null;
  /** Which header of the reply named what is asked; `working` once a `Location` has answered 202. */
  readonly monitor?: 'location' | 'working' | 'operation';
  /** Sealed. Where the result stands once the operation that is asked about has succeeded. */
  readonly finalUrl?: string | null;
  /** Sealed. Where the result stands: the next check asks there. */
  readonly resultUrl?: string | null;
  /** When the seller, saying so, said that it had been done (epoch milliseconds). */
  readonly completedMs?: number;
}

export function newCheck(unconfirmed: boolean): CheckState {
  return { checks: 0, bad: null, unconfirmed };
}
