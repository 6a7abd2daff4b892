import type { Database } from './database/database.js';
import type { SealedBox } from './sealed-box.js';

const NAME = 'check';
const BIND = 'seals:check';

/**
 * Proves at the start that the key is the one this database was sealed with, by one sealed row. Answers a line for people where it is
 * not; nothing is overwritten then.
 */
export async function proveKey(database: Database, box: SealedBox): Promise<string | null> {
  const [row] = await database.read<{ sealed: string }>('SELECT sealed FROM seals WHERE name = $1', [NAME]);
  if (row)
    return opens(box, row.sealed)
      ? null
      : 'ENCRYPTION_KEY is not the key that this database was sealed with: put the right one back.';
  const added = await database.unit.run((tx) =>
    tx.run('INSERT INTO seals (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
      NAME,
      box.seal('roundtrip', BIND),
    ]),
  );
  // Another process that starts for the first time may have been first, with another key.
  return added > 0 ? null : proveKey(database, box);
}

function opens(box: SealedBox, sealed: string): boolean {
  try {
    return box.open(sealed, BIND) === 'roundtrip';
  } catch {
    return false;
  }
}
