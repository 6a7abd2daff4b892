import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { backup, USAGE } from '../../src/cli/backup/backup.js';
import { runCommand } from '../../src/cli/command.js';
import { restore } from '../../src/cli/restore/restore.js';
import { systemClock } from '../../src/domain/clock.js';
import { SqliteBeside } from '../../src/storage/database/copy-sqlite.js';
import type { FileStore } from '../../src/storage/files/file-store.js';
import { copyInstallation, type BackupStep } from '../../src/upkeep/backup.js';
import type { BackupManifest } from '../../src/upkeep/backup-manifest.js';
import { compileInto } from '../storage/compile.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { runProgram } from './run-program.js';
import { SmallInstallation } from './small-installation.js';

let temp: TempFolder;
let made = 0;
beforeAll(() => void (temp = makeTempFolder()));
afterAll(async () => {
  for (const { database } of installed) await database.close();
  temp.remove();
});

const fresh = () => temp.join(`folder-${++made}`);
const installed: SmallInstallation[] = [];
async function install(files?: number): Promise<SmallInstallation> {
  const one = await SmallInstallation.make(temp, `data-${++made}`, files);
  installed.push(one);
  return one;
}
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as BackupManifest;

async function run(command: 'backup' | 'restore', args: readonly string[], env: Readonly<Record<string, string>>) {
  const said = { out: '', err: '' };
  const world = {
    ...{ env, onTerminal: false },
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
  const act = { backup, restore }[command];
  return { code: await runCommand(command, world, () => act(args, world)), ...said };
}

describe('npm run backup', () => {
  it('copies database and files, lists them with sha256 and size, and lets nobody else read them', async () => {
    const { env, folder, key } = await install();
    const to = fresh();
    const { code, out, err } = await run('backup', ['--to', to], env);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\n0 orders, 5 result files, [\d.]+ MB in .+ s\.\nWithout the encryption key nobody can read /);
    const { files, database, format, version, has_files, lost_files } = manifestOf(to);
    expect([format, version, has_files, lost_files]).toEqual([1, '0.1.0', true, []]);
    expect(database?.tables).toMatchObject({ result_files: 5, seals: 1, orders: 0 });
    expect(database?.migrations[0]).toMatch(/^CreatePeopleAndTools/);
    expect(files.map(({ path }) => path)).toEqual([
      'database.sqlite',
      ...[0, 1, 2, 3, 4].map((i) => `files/2026-01-01/${i}`),
    ]);
    for (const { path, size } of files) expect(statSync(join(to, path)).size).toBe(size);
    expect(statSync(to).mode & 0o777).toBe(0o700);
    for (const name of ['manifest.json', 'database.sqlite', 'files/2026-01-01/0'])
      expect(statSync(join(to, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(to).sort()).toEqual(['database.sqlite', 'files', 'manifest.json']);
    expect(everythingIn(to)).not.toContain(key.toString('base64'));
    expect(readdirSync(folder)).toContain('roundtrip.sqlite');
  });

  it('takes key and admin token along where it is told to, and proves that the key is the right one', async () => {
    const { env, key } = await install();
    const to = fresh();
    const { out } = await run('backup', ['--to', to, '--with-key'], env);
    expect(out).toContain('The key is in it: whoever reads this folder reads every secret in it.');
    expect(readFileSync(join(to, 'encryption-key'), 'utf8')).toBe(`${key.toString('base64')}\n`);
    expect(readFileSync(join(to, 'admin-token'), 'utf8')).toBe(`${'t'.repeat(40)}\n`);
    const wrong = { ...env, ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') };
    const other = fresh();
    expect(await run('backup', ['--to', other, '--with-key'], wrong)).toMatchObject({
      ...{ code: 2, err: expect.stringMatching(/^backup: --with-key: ENCRYPTION_KEY is not the key/) },
    });
    expect(existsSync(other)).toBe(false);
  });

  it('refuses a folder that is not empty', async () => {
    const { env } = await install();
    const to = fresh();
    mkdirSync(to);
    writeFileSync(join(to, 'mine'), '');
    expect(await run('backup', ['--to', to], env)).toEqual({
      ...{ code: 2, out: '', err: `backup: --to ${to} is not empty: a backup needs a folder of its own.\n` },
    });
    expect(readdirSync(to)).toEqual(['mine']);
  });

  it('says how Postgres is backed up, without its password, and copies the files alone where that is asked for', async () => {
    const { env } = await install();
    const shared = {
      ...{ ...env, DATABASE_URL: 'postgres://u:CANARY@127.0.0.1:1/rt', ADMIN_TOKEN: 'x'.repeat(32) },
      ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    };
    const to = fresh();
    const { code, out, err } = await run('backup', ['--to', to], shared);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`pg_dump --format=custom --file=${join(to, 'database.dump')} "$DATABASE_URL"`);
    expect(err).not.toContain('CANARY');
    mkdirSync(to);
    writeFileSync(join(to, 'database.dump'), 'what pg_dump wrote');
    const copied = await run('backup', ['--to', to, '--files-only'], shared);
    expect(copied).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Without the encryption key nobody'),
    });
    expect(statSync(to).mode & 0o777).toBe(0o700);
    expect(manifestOf(to)).toMatchObject({ database: null, has_files: true });
    expect(manifestOf(to).files[0]).toMatchObject({ path: 'database.dump', size: 18 });
    expect(manifestOf(to).files).toHaveLength(6);
    const again = fresh();
    const target = { ...shared, STORAGE_URL: `file:${again}` };
    const restored = await run('restore', ['--from', to], target);
    expect(restored).toMatchObject({ code: 0, err: '', out: expect.stringContaining('pg_restore --no-owner') });
    expect(readFileSync(join(again, '2026-01-01/0'), 'utf8')).toBe('the bytes of 2026-01-01/0');
    writeFileSync(join(to, 'database.dump'), 'what pg_dump wrot.');
    expect(await run('restore', ['--from', to], { ...target, STORAGE_URL: `file:${fresh()}` })).toMatchObject({
      ...{ code: 1, err: 'restore: The backup is damaged: database.dump is not what was backed up.\n' },
    });
  });

  it('copies files alone also where the dump is kept elsewhere, and says so; it refuses a folder that holds more', async () => {
    const { env } = await install();
    const to = fresh();
    expect(await run('backup', ['--to', to, '--files-only'], env)).toMatchObject({
      ...{ code: 0, err: '', out: expect.stringContaining('There is no database in it') },
    });
    expect(await run('backup', ['--to', to, '--files-only'], env)).toMatchObject({
      code: 2,
      err: `backup: --to ${to} holds files: a backup needs a folder of its own, in which nothing lies but database.dump.\n`,
    });
    const dumped = fresh();
    mkdirSync(dumped);
    writeFileSync(join(dumped, 'database.dump'), '');
    expect((await run('backup', ['--to', dumped], env)).err).toMatch(/is not empty: a backup needs/);
  });

  it('says that files on S3 are not in it', async () => {
    const { env } = await install();
    const { code, out } = await run('backup', ['--to', fresh()], { ...env, STORAGE_URL: 's3://a-bucket' });
    expect([code, out]).toEqual([0, expect.stringContaining('Result files lie on S3 and are not in it')]);
    expect(
      (await run('backup', ['--to', fresh(), '--files-only'], { ...env, STORAGE_URL: 's3://a-bucket' })).code,
    ).toBe(2);
  });

  it.each([
    [[], /--to is missing/],
    [['--too', 'x'], /--too/],
    [['--to', '/dev/null/x'], /cannot be made \(ENOTDIR\)/],
  ])('says in one line what it was asked wrongly: %j', async (args, says) => {
    const { env } = await install(0);
    const { code, out, err } = await run('backup', args, env);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('says that there is no database, and tells how it is used', async () => {
    const env = { DATABASE_URL: `sqlite:${temp.join('nowhere.sqlite')}` };
    expect(await run('backup', ['--to', fresh()], env)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not there/),
    });
    expect(existsSync(temp.join('nowhere.sqlite'))).toBe(false);
    expect(await run('backup', ['--help'], {})).toEqual({ code: 0, out: USAGE, err: '' });
  });
});

describe('a backup beside a server that makes and removes files', () => {
  /** Copies an installation; `at` may change it when a file is read, or the database has been copied. */
  async function copy(from: SmallInstallation, at: { read?: (key: string) => Promise<void>; database?: () => void }) {
    const to = fresh();
    const files: FileStore = Object.assign(Object.create(from.files) as FileStore, {
      read: async (key: string) => {
        await at.read?.(key);
        return from.files.read(key);
      },
    });
    const told = (step: BackupStep) => void (step.step === 'database' && step.share > 0 && at.database?.());
    mkdirSync(to);
    const copied = await copyInstallation({ database: from.path, files, to, clock: systemClock, told });
    const rows = SqliteBeside.open(join(to, 'database.sqlite'));
    const named = rows.namedFiles('', 1_000);
    rows.close();
    const there = copied.files.map(({ path }) => path.replace('files/', '')).slice(1);
    for (const key of there) expect(existsSync(join(to, 'files', key))).toBe(true);
    return { ...copied, to, named, there };
  }
  const once = <A extends unknown[]>(act: (...args: A) => Promise<void>) => {
    let done = false;
    return async (...args: A) => (done ? undefined : ((done = true), act(...args)));
  };

  it('has the files that were made while the others were copied', async () => {
    const from = await install();
    const { named, there, lost } = await copy(from, { read: once(() => from.addFile('2026-01-02/late')) });
    expect(named).toContain('2026-01-02/late');
    expect([there, lost]).toEqual([named, []]);
  });

  it('has no file of an order that was erased meanwhile, though it was copied', async () => {
    const from = await install();
    const read = async (key: string) => (key.endsWith('/4') ? from.removeFile('2026-01-01/0') : undefined);
    const { named, there, to } = await copy(from, { read });
    expect(named).toEqual([1, 2, 3, 4].map((i) => `2026-01-01/${i}`));
    expect(there).toEqual(named);
    expect(readdirSync(join(to, 'files/2026-01-01')).sort()).toEqual(['1', '2', '3', '4']);
  });

  it('copies the database once more where a file that it names goes before it is copied', async () => {
    const from = await install();
    // Made after the first pass has gone by, and removed as the second comes to it.
    const first = once(() => from.addFile('2026-01-02/short-lived'));
    const second = once(() => from.removeFile('2026-01-02/short-lived'));
    const read = (key: string) => (key.includes('short-lived') ? second() : first());
    const { named, there, lost } = await copy(from, {
      read: async (key) => (key.endsWith('/4') || key.includes('short') ? read(key) : undefined),
    });
    expect(named).toHaveLength(5);
    expect([there, lost]).toEqual([named, []]);
  });

  it('tells of files that storage had lost before, and copies the rest', async () => {
    const from = await install();
    rmSync(join(from.folder, 'files/2026-01-01/2'));
    const { lost, there } = await copy(from, {});
    expect(lost).toEqual(['2026-01-01/2']);
    expect(there).toHaveLength(4);
    const { code, err } = await run('backup', ['--to', fresh()], from.env);
    expect([code, err]).toEqual([
      0,
      '1 files that results name had been lost before, the first of them 2026-01-01/2.\n',
    ]);
  });

  it('is of one instant, however much is written while the database is copied', async () => {
    const from = await install(0);
    const add = (n: number) =>
      from.database.unit.run((tx) => tx.run('INSERT INTO order_inputs VALUES ($1, $2)', [`${n}`, 'x'.repeat(100_000)]));
    for (let n = 0; n < 300; n++) await add(n);
    let writes = 300;
    const { contents } = await copy(from, { database: () => void add(writes++) });
    expect(writes).toBeGreaterThan(300);
    expect(contents.tables['order_inputs']).toBe(300);
  });
});

describe('npm run restore', () => {
  async function backedUp(args: readonly string[] = ['--with-key']) {
    const from = await install();
    const folder = fresh();
    expect((await run('backup', ['--to', folder, ...args], from.env)).code).toBe(0);
    return { from, folder, to: fresh() };
  }

  it('puts everything in place', async () => {
    const { folder, to } = await backedUp();
    const { code, out, err } = await run('restore', ['--from', folder, '--to', to], {});
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /Restored .+roundtrip\.sqlite as of 20[^ ]+Z: 8 files, each by its sha256\.\nThe key opens it\.\n$/,
    );
    expect(readdirSync(to).sort()).toEqual([
      'admin-token',
      'encryption-key',
      'files',
      'roundtrip.sqlite',
      'roundtrip.sqlite.lock',
    ]);
    expect(readFileSync(join(to, 'files/2026-01-01/3'), 'utf8')).toBe('the bytes of 2026-01-01/3');
    for (const name of ['roundtrip.sqlite', 'encryption-key', 'files/2026-01-01/3'])
      expect(statSync(join(to, name)).mode & 0o777).toBe(0o600);
  });

  it('goes where the settings say, and tells that a key is missing', async () => {
    const { folder, to } = await backedUp([]);
    const env = { DATABASE_URL: `sqlite:${join(to, 'a.sqlite')}`, STORAGE_URL: `file:${join(to, 'b')}` };
    const { code, out } = await run('restore', ['--from', folder], env);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('There is no key here to try: put its encryption key beside it'),
    ]);
    expect(readdirSync(to).sort()).toEqual(['a.sqlite', 'a.sqlite.lock', 'b']);
  });

  it('refuses a backup that did not come to its end, or is damaged, before it writes anything', async () => {
    const { folder, to } = await backedUp();
    writeFileSync(join(folder, 'files/2026-01-01/3'), 'other bytes');
    const damaged = await run('restore', ['--from', folder, '--to', to], {});
    expect(damaged).toMatchObject({
      code: 1,
      err: 'restore: The backup is damaged: files/2026-01-01/3 is not what was backed up.\n',
    });
    rmSync(join(folder, 'files/2026-01-01/3'));
    expect((await run('restore', ['--from', folder, '--to', to], {})).err).toMatch(/files\/2026-01-01\/3 is missing/);
    rmSync(join(folder, 'manifest.json'));
    expect((await run('restore', ['--from', folder, '--to', to], {})).err).toMatch(
      /holds no manifest\.json: it is no backup/,
    );
    expect(existsSync(to)).toBe(false);
  });

  it('refuses a place that is taken: by a database, by what one left behind, or by another key', async () => {
    const { folder, from } = await backedUp();
    const there = await run('restore', ['--from', folder], from.env);
    expect(there).toMatchObject({
      code: 1,
      err: expect.stringMatching(/roundtrip\.sqlite is there already: move it away/),
    });
    for (const [name, says] of [
      ['roundtrip.sqlite-wal', /roundtrip\.sqlite-wal is there already/],
      ['encryption-key', /encryption-key is there already, and is not the one of the backup/],
    ] as const) {
      const to = fresh();
      mkdirSync(to);
      writeFileSync(join(to, name), 'something');
      expect(await run('restore', ['--from', folder, '--to', to], {})).toMatchObject({
        code: 1,
        err: expect.stringMatching(says),
      });
      expect(existsSync(join(to, 'roundtrip.sqlite'))).toBe(false);
    }
  });

  it('refuses a key that does not open the database, and a backup of a newer version', async () => {
    const { folder, to } = await backedUp();
    const env = { ENCRYPTION_KEY: Buffer.alloc(32).toString('base64') };
    expect(await run('restore', ['--from', folder, '--to', to], env)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is not the key/),
    });
    expect(existsSync(join(to, 'roundtrip.sqlite'))).toBe(false);
    const manifest = manifestOf(folder);
    const newer = { ...manifest, database: { ...manifest.database, migrations: ['InventTheFuture'] } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(newer));
    expect((await run('restore', ['--from', folder, '--to', to], {})).err).toMatch(
      /which is newer: restore it with that version/,
    );
  });

  it.each([
    [[], /--from is missing/],
    [['--form', 'x'], /--form/],
  ])('says in one line what it was asked wrongly: %j', async (args, says) => {
    const { code, out, err } = await run('restore', args, {});
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('a process that is killed', () => {
  beforeAll(() => compileInto(temp, ['src', 'migrations']), 60_000);

  it('in the midst of a backup leaves a folder that restore refuses; in the midst of a restore, one that takes another', async () => {
    const from = await install(200);
    const half = fresh();
    const someFiles = (folder: string) => () => existsSync(folder) && readdirSync(folder).length > 20;
    const killed = await runProgram(
      temp,
      'backup',
      ['--to', half],
      from.env,
      someFiles(join(half, 'files/2026-01-01')),
    );
    expect(killed.signal).toBe('SIGKILL');
    expect((await run('restore', ['--from', half, '--to', fresh()], {})).err).toMatch(/it is no backup/);

    const [whole, to] = [fresh(), fresh()];
    expect((await run('backup', ['--to', whole], from.env)).code).toBe(0);
    const kill = someFiles(join(to, 'files/2026-01-01'));
    expect((await runProgram(temp, 'restore', ['--from', whole, '--to', to], {}, kill)).signal).toBe('SIGKILL');
    expect(existsSync(join(to, 'roundtrip.sqlite'))).toBe(false);
    expect(await run('restore', ['--from', whole, '--to', to], {})).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(join(to, 'files/2026-01-01')).filter((name) => !name.endsWith('.part'))).toHaveLength(200);
    expect(readdirSync(to)).not.toContain('roundtrip.sqlite.restoring');
  }, 60_000);
});

function everythingIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}
