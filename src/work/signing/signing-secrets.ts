import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import { readRotation } from '../../domain/secret-rotation.js';
import { newWebhookSecret } from '../../outbound/webhook-signature.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { SigningSecretRow } from '../../storage/entities/signing-secret.js';
import type { SellerStore } from '../../storage/seller-store.js';
import type { SigningSecretStore } from '../../storage/signing-secret-store.js';
import { OPERATOR, ownerOf } from '../owners.js';
import type { SigningVault } from './signing-vault.js';

/** A signing secret as its owner is told: Fliq's docs and its client name its text differently. */
export interface SigningSecretView {
  readonly signing_secret: string;
  /** The same text. */
  readonly secret: string;
  readonly created_at: string;
  /** How long the secret before it counts beside it; null where it does no more. */
  readonly previous_until: string | null;
}

export interface SigningSecretsParts {
  readonly secrets: SigningSecretStore;
  readonly vault: SigningVault;
  readonly sellers: Pick<SellerStore, 'find' | 'hold'>;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

const NONE_YET = 'There is no signing secret yet: POST /signing-secret/rotate makes the first, and signs from then on.';
const NOT_YOURS = 'Only an admin may name a seller: leave seller_id out, and this is about the secret of the operator.';

/** The signing secrets of owners (contract, section 8): a seller has its own, admins and operators share the operator's. */
export class SigningSecrets {
  constructor(private readonly parts: SigningSecretsParts) {}

  /** `sellerId`: the seller whom an admin asks about. 404 before the first rotation, and for a seller that does not exist. */
  async get({ caller }: Asker, sellerId: unknown): Promise<SigningSecretView> {
    const owner = ownerAsked(caller, sellerId);
    if (owner !== OPERATOR && !(await this.parts.sellers.find(owner))) throw Problem.notFound('seller');
    const row = await this.parts.secrets.find(owner);
    if (!row) throw new Problem(404, 'not_found', NONE_YET);
    return this.view(row);
  }

  /**
   * A new secret, in force at once. The one before it counts beside it for `grace_s` of the body; at most two are in force, so that a
   * rotation within the grace of another ends the oldest. 400 with the field at fault.
   */
  async rotate(asker: Asker, sellerId: unknown, body: unknown): Promise<SigningSecretView> {
    const wish = readRotation(body);
    if (!wish.ok) throw Problem.invalid(wish.problems);
    const owner = ownerAsked(asker.caller, sellerId);
    return this.parts.unit.run(async (tx) => {
      // Held, so that a seller that is deleted meanwhile leaves no secret behind.
      if (owner !== OPERATOR && !(await this.parts.sellers.hold(tx, owner))) throw Problem.notFound('seller');
      const row = await this.renew(tx, owner, wish.graceS);
      const details = { grace_s: wish.graceS };
      await this.parts.audit.record(tx, asker.caller, 'signing_secret.rotated', owner, details, asker.requestId);
      return this.view(row);
    });
  }

  /** What a seller that is deleted signed with is forgotten. */
  async cancelAllOf(tx: Tx, sellerId: string): Promise<void> {
    await this.parts.secrets.drop(tx, sellerId);
  }

  private async renew(tx: Tx, owner: string, graceS: number): Promise<SigningSecretRow> {
    const { secrets, vault, clock } = this.parts;
    const now = clock.now();
    const current = newWebhookSecret();
    const first = { owner, ...vault.seal(owner, { current, previous: null }, null), rotated_at: now };
    if (await secrets.add(tx, first)) return first;
    const before = graceS > 0 ? await secrets.hold(tx, owner) : null;
    const previous = before && vault.open(before, now).current;
    const until = previous === null ? null : now + graceS * 1_000;
    const row = { ...first, ...vault.seal(owner, { current, previous }, until) };
    await secrets.update(tx, row);
    return row;
  }

  private view(row: SigningSecretRow): SigningSecretView {
    const { vault, clock } = this.parts;
    const { current, previous } = vault.open(row, clock.now());
    const until = previous === null ? null : row.previous_until;
    return {
      ...{ signing_secret: current, secret: current, created_at: new Date(row.rotated_at).toISOString() },
      previous_until: until === null ? null : new Date(until).toISOString(),
    };
  }
}

function ownerAsked(caller: Asker['caller'], sellerId: unknown): string {
  const own = ownerOf(caller);
  if (sellerId === undefined || sellerId === own) return own;
  if (typeof sellerId !== 'string') throw Problem.invalid([{ field: 'seller_id', message: 'must be named once' }]);
  if (caller.role === 'seller') throw Problem.notFound('seller');
  if (caller.role !== 'admin') throw new Problem(403, 'forbidden', NOT_YOURS);
  return sellerId;
}
