import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { SigningSecretRow } from './entities/signing-secret.js';

/** The secrets by which owners of jobs, schedules and polls sign: one row each, from the first rotation on. */
export class SigningSecretStore {
  constructor(private readonly database: Database) {}

  /** As committed. */
  async find(owner: string): Promise<SigningSecretRow | null> {
    const [row] = await this.database.read<SigningSecretRow>('SELECT * FROM signing_secrets WHERE owner = $1', [owner]);
    return row ?? null;
  }

  /** The first secret of an owner; answers false where it has one. */
  async add(tx: Tx, row: SigningSecretRow): Promise<boolean> {
    const sql = `INSERT INTO signing_secrets (owner, sealed, previous, previous_until, rotated_at)
      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (owner) DO NOTHING`;
    return (await tx.run(sql, [row.owner, row.sealed, row.previous, row.previous_until, row.rotated_at])) > 0;
  }

  /** Takes the row for this transaction, so that no other rotates meanwhile: a write that changes nothing does that on both databases. */
  async hold(tx: Tx, owner: string): Promise<SigningSecretRow | null> {
    const sql = 'UPDATE signing_secrets SET rotated_at = rotated_at WHERE owner = $1 RETURNING *';
    return (await tx.query<SigningSecretRow>(sql, [owner]))[0] ?? null;
  }

  /** Writes a row taken by `hold`. */
  async update(tx: Tx, row: SigningSecretRow): Promise<void> {
    const sql =
      'UPDATE signing_secrets SET sealed = $2, previous = $3, previous_until = $4, rotated_at = $5 WHERE owner = $1';
    await tx.run(sql, [row.owner, row.sealed, row.previous, row.previous_until, row.rotated_at]);
  }

  async drop(tx: Tx, owner: string): Promise<void> {
    await tx.run('DELETE FROM signing_secrets WHERE owner = $1', [owner]);
  }
}
