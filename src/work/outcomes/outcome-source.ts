/** Whom a message about an end is for. */
export interface OutcomeTarget {
  readonly owner: string;
  readonly url: string;
  /** As it was written, where we call it in another spelling. */
  readonly urlToSign?: string;
  /** The caller's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the receiver's answer may echo and nobody may read. */
  readonly secrets: readonly string[];
}

/** What messages of one kind are about: polls, or jobs. */
export interface OutcomeSource {
  readonly kind: 'poll_webhook' | 'job_webhook';
  /** The column of attempts that names the subject. */
  readonly column: 'poll_id' | 'job_id';
  /** Null where there is nobody to be told, or the subject is gone. */
  targetOf(subject: string): Promise<OutcomeTarget | null>;
}
