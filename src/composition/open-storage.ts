import { dirname } from 'node:path';
import { newToken } from '../accounts/token-text.js';
import { wordsOf } from '../domain/words-of.js';
import type { Settings } from '../settings/load-settings.js';
import { NO_COMPANY, PostgresCompany, type Company } from '../storage/database/company.js';
import { openSqlite, type Database } from '../storage/database/database.js';
import { openPostgres, type PostgresDatabase } from '../storage/database/postgres.js';
import type { FileStore } from '../storage/files/file-store.js';
import { openFiles } from '../storage/files/open-files.js';
import { readKeyFiles } from '../storage/key-files.js';
import { acquireProcessLock } from '../storage/process-lock.js';
import { proveKey } from '../storage/prove-key.js';
import { SealedBox } from '../storage/sealed-box.js';
import { existsSync } from 'node:fs';

export interface OpenedStorage {
  readonly database: Database;
  readonly files: FileStore;
  readonly box: SealedBox;
  readonly adminToken: string;
  /** Key files made on this first start; their paths are printed, never what they hold. */
  readonly madeFiles: readonly string[];
  /** Where any number of processes share it. */
  readonly shared: { readonly database: PostgresDatabase; readonly url: string } | null;
  /** The other processes on it. */
  readonly company: Company;
  close(): Promise<void>;
}

/** A reason not to start, in one line. */
export class BootProblem extends Error {}

/** Opens what lasts: lock, keys, database, files; in this order, so that two processes never make keys or migrate at once. `version` is this build's. */
export async function openStorage(settings: Settings, version?: string): Promise<OpenedStorage> {
  if (settings.database.kind === 'postgres') return openShared(settings, settings.database.url, version);
  const { path } = settings.database;
  const lock = acquireProcessLock(path);
  if (!lock.ok) throw new BootProblem(lock.problem);
  try {
    return await openLocked({ settings, path, version, release: () => lock.release() });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Locked {
  readonly settings: Settings;
  readonly path: string;
  readonly version: string | undefined;
  readonly release: () => void;
}

async function openLocked({ settings, path, version, release }: Locked): Promise<OpenedStorage> {
  const keys = readKeyFiles({
    folder: dirname(path),
    given: { adminToken: settings.adminToken, encryptionKey: settings.encryptionKey },
    firstStart: !existsSync(path),
    newAdminToken: () => newToken('admin'),
  });
  if (!keys.ok) throw new BootProblem(keys.problem);
  const box = new SealedBox({ current: keys.encryptionKey, previous: settings.encryptionKeyPrevious });
  const files = await openFiles(settings.storage);
  const database = await openSqlite(path, { version }).catch((error: unknown) => {
    throw new BootProblem(`DATABASE_URL: ${path} cannot be opened: ${wordsOf(error)}.`);
  });
  await prove(database, box, files);
  const close = async () => {
    await database.close();
    release();
  };
  return {
    database,
    files,
    box,
    adminToken: keys.adminToken,
    madeFiles: keys.made,
    shared: null,
    company: NO_COMPANY,
    close,
  };
}

/** Any number of processes share it: nothing is locked and no key is made. */
async function openShared(settings: Settings, url: string, version?: string): Promise<OpenedStorage> {
  const { adminToken = '', encryptionKey = Buffer.alloc(0), encryptionKeyPrevious: previous } = settings;
  const box = new SealedBox({ current: encryptionKey, previous });
  const files = await openFiles(settings.storage);
  const database = await openPostgres(url, { version }).catch((error: unknown) => {
    throw new BootProblem(`DATABASE_URL: Postgres cannot be opened: ${wordsOf(error)}.`);
  });
  await prove(database, box, files);
  const company = new PostgresCompany(url);
  const close = async () => {
    await company.close();
    await database.close();
  };
  return { database, files, box, adminToken, madeFiles: [], shared: { database, url }, company, close };
}

async function prove(database: Database, box: SealedBox, files: FileStore): Promise<void> {
  const problem = (await proveKey(database, box)) ?? (await problemOf(files));
  if (problem === null) return;
  await database.close();
  throw new BootProblem(problem);
}

async function problemOf(files: FileStore): Promise<string | null> {
  const problem = await files.check();
  return problem === null ? null : `STORAGE_URL: ${problem}.`;
}
