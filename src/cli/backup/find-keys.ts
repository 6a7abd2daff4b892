import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../../settings/load-settings.js';
import { SqliteBeside } from '../../storage/database/copy-sqlite.js';
import { findEncryptionKey, KEY_FILE, TOKEN_FILE } from '../../storage/key-files.js';
import { proofProblem } from '../../storage/prove-key.js';
import { SealedBox } from '../../storage/sealed-box.js';
import { PREVIOUS_KEY_FILE } from '../../upkeep/backup-manifest.js';
import { CommandProblem } from '../command.js';

export interface KeyFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What `--with-key` adds: the key in force, wherever it comes from, the one before it, and the admin token where a file holds it.
 * Proven first: a key that does not open the database would be found out when it is too late.
 */
export function findKeys({
  database,
  encryptionKey,
  encryptionKeyPrevious: previous,
  adminToken,
}: Settings): KeyFile[] {
  const folder = database.kind === 'sqlite' ? dirname(database.path) : null;
  const current = folder === null ? encryptionKey : (findEncryptionKey(folder, encryptionKey) ?? undefined);
  if (!current) throw new CommandProblem("--with-key: there is no key: set ENCRYPTION_KEY to the server's.", 2);
  if (database.kind === 'sqlite') prove(database.path, new SealedBox({ current, previous }));
  const token = folder === null || adminToken ? null : join(folder, TOKEN_FILE);
  return [
    { name: KEY_FILE, text: `${current.toString('base64')}\n` },
    ...(previous ? [{ name: PREVIOUS_KEY_FILE, text: `${previous.toString('base64')}\n` }] : []),
    ...(token !== null && existsSync(token) ? [{ name: TOKEN_FILE, text: readFileSync(token, 'utf8') }] : []),
  ];
}

function prove(path: string, box: SealedBox): void {
  const live = SqliteBeside.open(path);
  const problem = proofProblem(live.proofs(), box);
  live.close();
  if (problem !== null) throw new CommandProblem(`--with-key: ${problem}`, 2);
}
