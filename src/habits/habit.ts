import type { Answer } from './answer.js';
import type { Calling } from './calling.js';
import type { Ending, Job } from './job.js';
import type { Words } from './words.js';

/** On which road a habit can be seen: where the seller calls back, where it is asked, or on both. */
export type Shows = 'callback' | 'check' | 'both';

/** The seller, as its habits know it. */
export interface SellerSide {
  now(): number;
  readonly authHeaders: Readonly<Record<string, string>>;
  readonly callbackSecret: string | null;
  readonly lateMs: number;
}

/** A request that has proven itself. */
export interface Asked {
  readonly kind: 'job' | 'status';
  readonly path: string;
  /** Null where the body or the path names none. */
  readonly orderId: string | null;
  /** How many of this kind there were for this order, this one included. */
  readonly nth: number;
  readonly ifNoneMatch: string | null;
}

/** Something said of an order, and on which way. */
export interface Told {
  readonly by: 'reply' | 'check' | 'callback';
  readonly job: Job;
  /** How many times something was said of it on this way, this one included. */
  readonly nth: number;
  readonly side: SellerSide;
}

/** Each hook gives back what is to be instead, or nothing where all stays as it is. */
export interface Behaviour {
  /** It shows a certificate that has expired. */
  readonly expired?: true;
  /** Whether the nth connection (from 1) is cut before the handshake. */
  cuts?(nth: number): boolean;
  /** It takes requests without the auth headers. */
  readonly admitsAll?: true;
  /** Answers before anything is done about the request. */
  refuses?(asked: Asked): Answer | undefined;
  /** What it says of orders that it never saw. */
  unknown?(orderId: string): Words;
  /** The same order sent again is begun again. */
  readonly beginsAgain?: true;
  workMs?(ms: number, side: SellerSide): number | undefined;
  /** How it calls back. */
  calls?(calls: readonly Calling[], job: Job): readonly Calling[] | undefined;
  ending?(ending: Ending, told: Told): Ending | undefined;
  /** The words, or the bytes that they become; not asked once they are bytes. */
  body?(words: Words, told: Told): Words | Buffer | undefined;
  answer?(answer: Answer, asked: Asked, side: SellerSide): Answer | undefined;
}

/** One way of being bad. */
export interface Habit {
  /** What `--habit` takes. */
  readonly name: string;
  /** One plain sentence. */
  readonly does: string;
  readonly shows: Shows;
  /** What of the seller's doing is no longer as it was. */
  readonly changes:
    'TLS' | 'what it takes in' | 'its work' | 'the result' | 'its words' | 'its answers' | 'its callbacks';
  /** New for each seller: what it remembers is that seller's. */
  readonly make: () => Behaviour;
}
