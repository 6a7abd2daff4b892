import type { SigningSecretRow } from '../../storage/entities/signing-secret.js';
import type { SealedBox } from '../../storage/sealed-box.js';

/** The secrets of an owner that are in force. */
export interface SecretsInForce {
  readonly current: string;
  /** The one before it, while it still counts. */
  readonly previous: string | null;
}

type Kept = Pick<SigningSecretRow, 'sealed' | 'previous' | 'previous_until'>;

/** How signing secrets are kept: sealed to their row and column. */
export class SigningVault {
  constructor(private readonly box: Pick<SealedBox, 'seal' | 'open'>) {}

  /** `previousUntil`: epoch milliseconds; until then the previous secret counts beside the current one. */
  seal(owner: string, { current, previous }: SecretsInForce, previousUntil: number | null): Kept {
    return {
      sealed: this.box.seal(current, bind(owner, 'sealed')),
      previous: previous && this.box.seal(previous, bind(owner, 'previous')),
      previous_until: previousUntil,
    };
  }

  open(row: Omit<SigningSecretRow, 'rotated_at'>, nowMs: number): SecretsInForce {
    return {
      current: this.box.open(row.sealed, bind(row.owner, 'sealed')),
      previous: row.previous && counts(row, nowMs) ? this.box.open(row.previous, bind(row.owner, 'previous')) : null,
    };
  }
}

/** Whether the secret before the current one still counts. */
function counts({ previous_until }: Kept, nowMs: number): boolean {
  return previous_until !== null && previous_until > nowMs;
}

function bind(owner: string, column: 'sealed' | 'previous'): string {
  return `signing_secrets:${owner}:${column}`;
}
