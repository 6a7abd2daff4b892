import type { ResultDraft } from '../result.js';
import type { SellerFailure } from '../seller-words.js';
import type { JsonValue } from '../strict-json.js';

/** The other systems whose answers are read as they publish them (contract, section 7). */
export const DIALECTS = [
  'apixo',
  'azure',
  'location',
  'google',
  'fal',
  'replicate',
  'openai_batch',
  'apify',
  'mip_003',
] as const;
export type DialectName = (typeof DIALECTS)[number];

/** An answer, or the body of a callback, as a dialect reads it. */
export interface ForeignAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The absolute URL that was called; `job_url` for the reply to a job and for a callback. */
  readonly url: string;
  /** Null where the body was empty or no JSON. */
  readonly body: JsonValue | null;
}

/** What an answer in foreign words says of the order. Texts in it come from a stranger: callers scrub them. */
export type ForeignVerdict =
  | {
      readonly kind: 'processing';
      /** 0 to 100, whole. */
      readonly progress: number | null;
      readonly message: string | null;
      /** The seller's wish for the next check, in seconds, where the body tells it (`Retry-After` is the caller's). */
      readonly nextCheckS: number | null;
    }
  | { readonly kind: 'completed'; readonly result: ResultDraft; readonly completedAtMs: number | null }
  /** Done; the result stands at this URL (absolute, same origin as the answer's), to be asked once by a further GET. */
  | { readonly kind: 'elsewhere'; readonly url: string; readonly completedAtMs: number | null }
  | { readonly kind: 'failed'; readonly failure: SellerFailure }
  /** It says that it is done, but what it hands over cannot be taken. */
  | { readonly kind: 'bad_result'; readonly problem: string }
  /** It says nothing that the system publishes. Never guessed, and never passed off as "still working". */
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Where the reply to a job says that the order is to be asked about. */
export interface Handle {
  /** The seller's own id of the job, as text. */
  readonly remoteId: string | null;
  /** Absolute, and on the origin of the answer's URL. */
  readonly statusUrl: string | null;
  /** A sentence for the attempt, where something was named and ignored. */
  readonly note: string | null;
}

export interface Dialect {
  readonly name: DialectName;
  /** For people, as in "The answer is read as a fal queue request." */
  readonly title: string;
  /** Whether the answer bears marks that only this system's answers bear. */
  bearsMarks(answer: ForeignAnswer): boolean;
  /** For answers of 2xx; what any other status means is the caller's table. Never throws. */
  read(answer: ForeignAnswer): ForeignVerdict;
  /** For the reply to a job, 2xx. Never throws. */
  handle(reply: ForeignAnswer): Handle;
  /**
   * Where the system says by the status of the further GET that the job itself failed: why. Null where that answer tells nothing
   * of the job, such as 401, 404 or 503.
   */
  readFetchFailure?(answer: ForeignAnswer): SellerFailure | null;
}

export const NO_HANDLE: Handle = { remoteId: null, statusUrl: null, note: null };

export function isDialectName(value: unknown): value is DialectName {
  return (DIALECTS as readonly unknown[]).includes(value);
}
