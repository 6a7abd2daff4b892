import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { makeDataFolder } from './data-folder.js';

export type ProcessLock =
  | {
      readonly ok: true;
      /** Lets the next process in; safe to call twice. */
      release(): void;
    }
  | { readonly ok: false; readonly problem: string };

/** Locks in force: an open file that nobody names is closed by the garbage collector, and its lock falls (Node 22 showed it). */
const held = new Set<Database.Database>();

/**
 * Keeps a second process out of a SQLite installation. The lock is an exclusive transaction held open on `<database>.lock`, a
 * separate empty SQLite file: the system drops it with the process, however that ends, so a restart after `kill -9` waits for nothing,
 * and no process id can be mistaken for another's. Not for network file systems, whose locks do not hold.
 */
export function acquireProcessLock(databasePath: string): ProcessLock {
  const path = `${databasePath}.lock`;
  let file: Database.Database | undefined;
  try {
    makeDataFolder(dirname(path));
    file = new Database(path, { timeout: 0 });
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file?.close();
    return { ok: false, problem: problemWith(databasePath, path, error) };
  }
  const lock = file;
  held.add(lock);
  const release = () => {
    held.delete(lock);
    lock.close();
  };
  return { ok: true, release };
}

function problemWith(databasePath: string, path: string, error: unknown): string {
  const code = (error as { code?: string }).code ?? 'unknown error';
  if (code === 'SQLITE_BUSY') {
    return `Another process is using ${databasePath}: stop it first, or set DATABASE_URL to another file.`;
  }
  return `DATABASE_URL: the lock file ${path} cannot be opened (${code}): its folder must be writable.`;
}
