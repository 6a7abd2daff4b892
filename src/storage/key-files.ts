import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataFolder } from './data-folder.js';

export const TOKEN_FILE = 'admin-token';
export const KEY_FILE = 'encryption-key';

export interface KeyFilesInput {
  /** The data folder: `admin-token` and `encryption-key` lie in it. */
  readonly folder: string;
  /** What the environment gives; wins over the files, which are then neither read nor made. */
  readonly given: { readonly adminToken?: string; readonly encryptionKey?: Buffer };
  /** False: a database exists already. Then no encryption key is made, since a new one could not open what is in it. */
  readonly firstStart: boolean;
  readonly newAdminToken: () => string;
}

export type KeyFilesResult =
  | {
      readonly ok: true;
      readonly adminToken: string;
      readonly encryptionKey: Buffer;
      /** Paths of the files made now. Print these, never what they hold. */
      readonly made: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

type Text =
  | { readonly ok: true; readonly text: string; readonly made: boolean }
  | { readonly ok: false; readonly problem: string };

/**
 * The admin token and the encryption key of an embedded installation: from the environment, else from files (0600) made on first need
 * and never overwritten. Call it under the process lock: two processes must not make keys at once.
 */
export function readKeyFiles({ folder, given, firstStart, newAdminToken }: KeyFilesInput): KeyFilesResult {
  const tokenPath = join(folder, TOKEN_FILE);
  const keyPath = join(folder, KEY_FILE);
  const newKey = () => randomBytes(32).toString('base64');

  const key = given.encryptionKey
    ? notMade('')
    : readOrMake(keyPath, firstStart ? newKey : undefined, 'ENCRYPTION_KEY');
  if (!key.ok) return key;
  const encryptionKey = given.encryptionKey ?? decodeKey(key.text);
  if (!encryptionKey) return { ok: false, problem: `${keyPath} must hold 32 bytes in base64, or set ENCRYPTION_KEY.` };

  const token = given.adminToken ? notMade(given.adminToken) : readOrMake(tokenPath, newAdminToken, 'ADMIN_TOKEN');
  if (!token.ok) return token;
  if (!/^[\x21-\x7e]{32,}$/.test(token.text)) {
    return { ok: false, problem: `${tokenPath} must hold at least 32 visible characters, or set ADMIN_TOKEN.` };
  }
  const made = [key.made ? keyPath : '', token.made ? tokenPath : ''].filter(Boolean);
  return { ok: true, adminToken: token.text, encryptionKey, made };
}

/**
 * The key of an installation that is there already, for commands beside its server: makes nothing. Null where there is none.
 * `given` is what the environment says, and wins.
 */
export function findEncryptionKey(folder: string, given?: Buffer, name = KEY_FILE): Buffer | null {
  if (given) return given;
  const path = join(folder, name);
  return existsSync(path) ? (decodeKey(readFileSync(path, 'utf8').trim()) ?? null) : null;
}

function notMade(text: string): Text {
  return { ok: true, text, made: false };
}

function readOrMake(path: string, make: (() => string) | undefined, setting: string): Text {
  try {
    return notMade(readFileSync(path, 'utf8').trim());
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return { ok: false, problem: `${path} cannot be read (${codeOf(error)}).` };
  }
  if (!make) {
    return { ok: false, problem: `${path} is missing beside an existing database: put it back, or set ${setting}.` };
  }
  const text = make();
  try {
    writeOnce(path, `${text}\n`);
    return { ok: true, text, made: true };
  } catch (error) {
    return { ok: false, problem: `${path} cannot be written (${codeOf(error)}): make it writable, or set ${setting}.` };
  }
}

/** Whole or not at all, also through a power cut: a temporary file, its bytes on disk, then its name. */
function writeOnce(path: string, text: string): void {
  const folder = join(path, '..');
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  makeDataFolder(folder);
  try {
    withFile(temporary, 'wx', (file) => writeSync(file, text));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  withFile(folder, 'r', () => undefined);
}

/** Opens, acts, and waits until it is on disk. */
function withFile(path: string, flags: string, act: (file: number) => void): void {
  const file = openSync(path, flags, 0o600);
  try {
    act(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function decodeKey(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text ? bytes : undefined;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
