import type { Clock } from '../domain/clock.js';
import type { AuditLog } from '../storage/audit-log.js';
import type { Database } from '../storage/database/database.js';
import type { SealedBox } from '../storage/sealed-box.js';
import { SellerStore } from '../storage/seller-store.js';
import { SigningSecretStore } from '../storage/signing-secret-store.js';
import type { Signatures } from '../work/signatures.js';
import { OwnerSignatures } from '../work/signing/owner-signatures.js';
import { SigningSecrets } from '../work/signing/signing-secrets.js';
import { SigningVault } from '../work/signing/signing-vault.js';

export interface SigningNeeds {
  readonly database: Database;
  readonly box: SealedBox;
  readonly clock: Clock;
  readonly audit: AuditLog;
}

export interface SigningRoom {
  /** The secrets, as their owners use them. */
  readonly service: SigningSecrets;
  /** Signs what is sent for owners. */
  readonly signatures: Signatures;
}

/** Signing for owners of jobs, schedules and polls, put together. */
export function makeSigning({ database, box, clock, audit }: SigningNeeds): SigningRoom {
  const secrets = new SigningSecretStore(database);
  const vault = new SigningVault(box);
  const sellers = new SellerStore(database);
  return {
    service: new SigningSecrets({ secrets, vault, sellers, unit: database.unit, audit, clock }),
    signatures: new OwnerSignatures(secrets, vault),
  };
}
