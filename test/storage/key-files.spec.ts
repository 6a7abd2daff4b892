import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newToken } from '../../src/accounts/token-text.js';
import { readKeyFiles, type KeyFilesInput } from '../../src/storage/key-files.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

let temp: TempFolder;
let folder: string;

beforeEach(() => {
  temp = makeTempFolder();
  folder = temp.join('data', 'deep');
});
afterEach(() => temp.remove());

const input = (changed: Partial<KeyFilesInput> = {}): KeyFilesInput => ({
  folder,
  given: {},
  firstStart: true,
  newAdminToken: () => newToken('admin'),
  ...changed,
});

describe('the key files', () => {
  it('are made on the first start for their owner only, and read from then on', () => {
    const first = good(readKeyFiles(input()));
    const paths = [`${folder}/encryption-key`, `${folder}/admin-token`];
    expect(first.made).toEqual(paths);
    expect(first.encryptionKey).toHaveLength(32);
    expect(first.adminToken).toMatch(/^rt_admin_/);
    for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['admin-token', 'encryption-key']);

    const second = good(readKeyFiles(input({ firstStart: false })));
    expect(second).toEqual({ ...first, made: [] });
  });

  it('are neither made nor read where the environment gives both', () => {
    const given = { adminToken: 'x'.repeat(40), encryptionKey: Buffer.alloc(32, 1) };
    expect(readKeyFiles(input({ given }))).toEqual({ ok: true, ...given, made: [] });
    expect(() => statSync(folder)).toThrow('ENOENT');
  });

  it('are made one by one, as needed', () => {
    const given = { encryptionKey: Buffer.alloc(32, 1) };
    expect(good(readKeyFiles(input({ given }))).made).toEqual([`${folder}/admin-token`]);
  });

  it('are never overwritten, also when they are wrong', () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of [
      ['encryption-key', 'c2hvcnQ='],
      ['admin-token', 'short'],
    ] as const) {
      const path = temp.join('data', 'deep', name);
      writeFileSync(path, text);
      const problem = problemOf(readKeyFiles(input()));
      expect(problem).toContain(path);
      expect(problem).not.toContain(text);
      expect(readFileSync(path, 'utf8')).toBe(text);
      writeFileSync(path, name === 'encryption-key' ? Buffer.alloc(32).toString('base64') : 'x'.repeat(32));
    }
    expect(good(readKeyFiles(input())).made).toEqual([]);
  });

  it('make no new encryption key beside a database sealed with another', () => {
    const problem = problemOf(readKeyFiles(input({ firstStart: false })));
    expect(problem).toBe(
      `${folder}/encryption-key is missing beside an existing database: put it back, or set ENCRYPTION_KEY.`,
    );
    expect(() => statSync(folder)).toThrow('ENOENT');
  });

  it('say which path could not be written or read', () => {
    writeFileSync(temp.join('data'), 'a file where the folder should be');
    expect(problemOf(readKeyFiles(input()))).toMatch(/encryption-key cannot be read \(ENOTDIR\)/);
    const closed = temp.join('closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    // Root may write anywhere.
    if (process.getuid?.() === 0) return;
    expect(problemOf(readKeyFiles(input({ folder: closed })))).toMatch(/cannot be written \(EACCES\)/);
  });
});

function good(result: ReturnType<typeof readKeyFiles>) {
  if (!result.ok) throw new Error(result.problem);
  return result;
}

function problemOf(result: ReturnType<typeof readKeyFiles>): string {
  return result.ok ? 'no problem' : result.problem;
}
