import type { Database } from './database/database.js';
import type { SealRow } from './entities/seal.js';
import type { SealedBox } from './sealed-box.js';

const NAME = 'check';
/** What every proof is sealed to, whatever its name. */
const PROOF_BIND = 'seals:check';
/** Stands in `seals` while a database is being filled from another: what it holds until then is half of something. */
export const MOVING = 'moving';

const WRONG_KEY = 'ENCRYPTION_KEY is not the key that this database was sealed with: put the right one back.';
const WRONG_KEY_OF_TWO =
  'Neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS opens all that this database was sealed with: put the right ones back.';
const BEING_FILLED = 'This database is being filled by npm run migrate:to-postgres: run that to its end first.';

/**
 * Proves at the start that the keys are those this database was sealed with, by sealed rows. Answers a line for people where they are
 * not; nothing is overwritten then.
 *
 * A key that is new here leaves a proof of its own: from then on rows may be sealed with it, and a start without it is refused as
 * well. `npm run rotate-keys` leaves the one proof of the key that everything was sealed with in the end.
 */
export async function proveKey(database: Database, box: SealedBox): Promise<string | null> {
  const proofs = await readProofs(database);
  const problem = proofProblem(proofs, box);
  if (problem !== null || proofs.some(({ sealed }) => box.isCurrent(sealed))) return problem;
  await addProof(database, box, proofs.length === 0 ? NAME : `${NAME}:${box.keyId}`);
  // Another process may have been the first, with another key.
  return proofProblem(await readProofs(database), box);
}

/** What is wrong with these keys here, or null. A database without any proof was never started on. */
export function proofProblem(proofs: readonly SealRow[], box: SealedBox): string | null {
  if (proofs.some(({ name }) => name === MOVING)) return BEING_FILLED;
  if (proofs.every(({ sealed }) => opens(box, sealed))) return null;
  return box.keyCount === 1 ? WRONG_KEY : WRONG_KEY_OF_TWO;
}

export async function readProofs(database: Pick<Database, 'read'>): Promise<SealRow[]> {
  return database.read<SealRow>('SELECT name, sealed FROM seals ORDER BY name');
}

/** Writes down that rows may be sealed with the current key from now on. */
export async function addProof(database: Database, box: SealedBox, name = `${NAME}:${box.keyId}`): Promise<void> {
  const sql = 'INSERT INTO seals (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING';
  await database.unit.run((tx) => tx.run(sql, [name, box.seal('roundtrip', PROOF_BIND)]));
}

/** Once everything is sealed with the current key: it alone opens this database from now on. */
export async function keepOneProof(database: Database, box: SealedBox): Promise<void> {
  const [first, ...more] = await readProofs(database);
  if (first && more.length === 0 && box.isCurrent(first.sealed)) return;
  await database.unit.run(async (tx) => {
    await tx.run('UPDATE seals SET sealed = $2 WHERE name = $1', [NAME, box.seal('roundtrip', PROOF_BIND)]);
    await tx.run('DELETE FROM seals WHERE name <> $1', [NAME]);
  });
}

function opens(box: SealedBox, sealed: string): boolean {
  try {
    return box.open(sealed, PROOF_BIND) === 'roundtrip';
  } catch {
    return false;
  }
}
