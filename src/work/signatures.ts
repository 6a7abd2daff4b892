/** A request that is to bear its owner's signature. */
export interface RequestToSign {
  /** The same on every try: the job's id, or that of the message. */
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly body: string | Uint8Array;
  readonly nowMs: number;
}

/** The signatures among such headers, which whoever is called may echo and nobody may read; ids and timestamps are no secrets. */
export function signaturesIn(signed: Readonly<Record<string, string>>): string[] {
  return Object.entries(signed).flatMap(([name, value]) => (/signature/i.test(name) ? [value] : []));
}

/** Signs what is sent for owners of jobs, schedules and polls. */
export interface Signatures {
  /**
   * `X-Fliq-Timestamp` and `X-Fliq-Signature` as Fliq publishes them, and the three headers of Standard Webhooks 1.0.0; while a
   * secret is being rotated, also by the one before it. Empty for an owner that has no secret.
   */
  headersFor(owner: string, request: RequestToSign): Promise<Readonly<Record<string, string>>>;
}
