import { readFileSync, readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rotate, USAGE } from '../../src/cli/rotate-keys/rotate.js';
import { runCommand } from '../../src/cli/command.js';
import { openSqlite, type Database } from '../../src/storage/database/database.js';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { acquireProcessLock, type ProcessLock } from '../../src/storage/process-lock.js';
import { proveKey } from '../../src/storage/prove-key.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { PROOFS, SEALED_COLUMNS } from '../../src/storage/sealed-columns.js';
import { rotateKeys } from '../../src/upkeep/rotate-keys.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { keysOf, openSealedRows, sealedColumnsOf, writeSealedRows } from './sealed-rows.js';

const ROWS = 70;
const OPENED = ROWS * 11;
const [oldKey, newKey, otherKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const both = new SealedBox({ current: newKey, previous: oldKey });
const listed = [...SEALED_COLUMNS, PROOFS].map(({ table, column }) => `${table}.${column}`).sort();

let folder: TempFolder;
let postgres: TestPostgres;
beforeAll(async () => {
  folder = makeTempFolder();
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await postgres.remove();
  folder.remove();
});

let made = 0;
const urls = {
  sqlite: async () => `sqlite:${folder.join(`${++made}`, 'roundtrip.sqlite')}`,
  postgres: () => postgres.fresh(),
};
const open = (url: string) => (url.startsWith('sqlite:') ? openSqlite(url.slice(7)) : openPostgres(url));

interface Keys {
  readonly ENCRYPTION_KEY?: Buffer;
  readonly ENCRYPTION_KEY_PREVIOUS?: Buffer;
}

/** The command, by its keys. */
async function runOn(url: string, keys: Keys, args: readonly string[] = []) {
  const said = { out: '', err: '' };
  const env = {
    ...{ DATABASE_URL: url, ADMIN_TOKEN: 'x'.repeat(32) },
    ...Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, (key as Buffer).toString('base64')])),
  };
  const world = {
    ...{ env, onTerminal: false },
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
  return { code: await runCommand('rotate-keys', world, () => rotate(args, world)), ...said };
}

describe.each(['sqlite', 'postgres'] as const)('rotating keys on %s', (kind) => {
  let url: string;
  let database: Database;
  let lock: ProcessLock | null;
  beforeEach(async () => {
    url = await urls[kind]();
    // A server is running.
    lock = kind === 'sqlite' ? acquireProcessLock(url.slice(7)) : null;
    database = await open(url);
    const old = new SealedBox({ current: oldKey });
    await proveKey(database, old);
    await writeSealedRows(database, old, ROWS);
  });
  afterEach(async () => {
    await database.close();
    if (lock?.ok) lock.release();
  });

  const run = (keys: Keys, args: string[] = []) => runOn(url, keys, args);
  const everything = async () => {
    const tables = [...new Set(listed.map((name) => name.split('.')[0]))];
    return Promise.all(tables.map((table) => database.read(`SELECT * FROM ${table} ORDER BY 1`)));
  };

  it('seals everything anew beside servers that know both keys, and nothing opens without the new one then', async () => {
    expect(await proveKey(database, both)).toBeNull();
    const { code, out, err } = await run({ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Sealing anew.*\ntools\.auth_headers +70 sealed anew\n/);
    expect(out).toMatch(/work\.state +140 sealed anew\nNothing is sealed with the old key any more\.\n$/);
    expect(await keysOf(database)).toEqual([both.keyId]);
    expect(await openSealedRows(database, new SealedBox({ current: newKey }))).toBe(OPENED);
    expect(await proveKey(database, new SealedBox({ current: newKey }))).toBeNull();
    expect(await proveKey(database, new SealedBox({ current: oldKey }))).toMatch(/^ENCRYPTION_KEY is not the key/);
  });

  it('finds nothing to do the second time, and goes back the same way', async () => {
    await proveKey(database, both);
    await run({ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey });
    const after = await everything();
    expect((await run({ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey })).out).not.toMatch(/[1-9]\d* sealed/);
    expect(await everything()).toEqual(after);
    await proveKey(database, new SealedBox({ current: oldKey, previous: newKey }));
    expect((await run({ ENCRYPTION_KEY: oldKey, ENCRYPTION_KEY_PREVIOUS: newKey })).code).toBe(0);
    expect(await openSealedRows(database, new SealedBox({ current: oldKey }))).toBe(OPENED);
  });

  it('is refused in one line by keys that do not open the database, and overwrites nothing', async () => {
    const before = await everything();
    for (const keys of [
      { ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: otherKey },
      { ENCRYPTION_KEY: otherKey, ENCRYPTION_KEY_PREVIOUS: newKey },
    ]) {
      const { code, out, err } = await run(keys);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^rotate-keys: Neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS opens [^\n]+\n$/);
      expect(err).not.toContain(newKey.toString('base64'));
    }
    expect(await everything()).toEqual(before);
  });

  it('is refused while no server was started with the new key, whose rows it could not open', async () => {
    const before = await everything();
    const { code, err } = await run({ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey });
    expect([code, err]).toEqual([1, expect.stringMatching(/^rotate-keys: No server was started with the new key yet/)]);
    expect(await everything()).toEqual(before);
  });

  it('lets no server start without the new key from its first start on, nor without the old one before the end', async () => {
    expect(await proveKey(database, both)).toBeNull();
    expect(await proveKey(database, new SealedBox({ current: oldKey }))).toMatch(/is not the key/);
    expect(await proveKey(database, new SealedBox({ current: newKey }))).toMatch(/is not the key/);
    expect(await proveKey(database, both)).toBeNull();
  });

  it('never overwrites what a server changes meanwhile', async () => {
    await proveKey(database, both);
    const changed = new Set<string>();
    const change = async (shortId: string) => {
      const sealed = both.seal(JSON.stringify({ 'x-key': 'newer' }), `tools:${shortId}:auth_headers`);
      await database.unit.run((tx) =>
        tx.run('UPDATE tools SET auth_headers = $2 WHERE short_id = $1', [shortId, sealed]),
      );
      changed.add(shortId);
    };
    // Between what a batch has read and what it writes.
    const read: Database['read'] = async (sql, params) => {
      const rows = await database.read<{ id: string }>(sql, params);
      if (sql.includes('auth_headers') && rows[3]) await change(rows[3].id);
      return rows as never;
    };
    const report = await rotateKeys({ ...parts(60_000), database: { ...database, read }, atOnce: 10 });
    expect(changed.size).toBe(7);
    expect(report[0]).toEqual({ table: 'tools', column: 'auth_headers', resealed: 63, left: 0, unreadable: 0 });
    for (const id of changed) {
      const [row] = await database.read<{ auth_headers: string }>(
        'SELECT auth_headers FROM tools WHERE short_id = $1',
        [id],
      );
      expect(both.open(row?.auth_headers ?? '', `tools:${id}:auth_headers`)).toContain('newer');
    }
  });

  it('waits for work that a server has in hand, and says what is left where that takes too long', async () => {
    await proveKey(database, both);
    const hold = (claim: number) =>
      database.unit.run((tx) => tx.run(`UPDATE work SET claim = $1 WHERE work_id = 'check_000007'`, [claim]));
    await hold(1);
    const given = (await rotateKeys(parts(1_000))).find(({ table }) => table === 'work');
    expect(given).toMatchObject({ resealed: 139, left: 1 });
    expect(await keysOf(database)).toHaveLength(2);
    expect(await proveKey(database, new SealedBox({ current: newKey }))).toMatch(/is not the key/);
    const pause = async () => void (await hold(0));
    expect((await rotateKeys({ ...parts(60_000), pause })).every(({ left }) => left === 0)).toBe(true);
    expect(await keysOf(database)).toEqual([both.keyId]);
  });

  it('passes no more than a window of rows by one statement, however few of them are old', async () => {
    await proveKey(database, both);
    const windows: { table: string; key: string; last: string; end: string | null }[] = [];
    const read: Database['read'] = (sql, params = []) => {
      const [, table = '', key = ''] = /AS text FROM (\w+)\s+WHERE (\w+) > \$1/.exec(sql) ?? [];
      const [, nth] = /<= \$(\d)/.exec(sql) ?? [];
      if (table)
        windows.push({ table, key, last: String(params[0]), end: nth ? String(params[Number(nth) - 1]) : null });
      return database.read(sql, params);
    };
    const report = await rotateKeys({ ...parts(60_000), database: { ...database, read }, window: 16, atOnce: 5 });
    expect(report.map(({ resealed }) => resealed)).toEqual([...Array<number>(report.length - 1).fill(ROWS), 2 * ROWS]);
    expect(windows.length).toBeGreaterThan(2 * report.length * (ROWS / 16));
    for (const { table, key, last, end } of windows) {
      const sql = `SELECT count(*) AS n FROM ${table} WHERE ${key} > $1${end === null ? '' : ` AND ${key} <= $2`}`;
      const [row] = await database.read<{ n: number }>(sql, end === null ? [last] : [last, end]);
      expect(Number(row?.n)).toBeLessThanOrEqual(16);
    }
    expect(await openSealedRows(database, new SealedBox({ current: newKey }))).toBe(OPENED);
  });

  it('leaves and counts what no key opens', async () => {
    await proveKey(database, both);
    const foreign = new SealedBox({ current: otherKey }).seal('x', 'orders:000003:status_url');
    await database.unit.run((tx) => tx.run(`UPDATE orders SET status_url = $1 WHERE order_id = '000003'`, [foreign]));
    const { code, err } = await run({ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey });
    expect([code, err]).toEqual([1, '1 values open with neither key, and were left as they are.\n']);
  });

  function parts(waitMs: number) {
    let elapsed = 0;
    const pause = async (ms: number) => void (elapsed += ms);
    return { database, box: both, waitMs, pause, elapsed: () => elapsed };
  }
});

describe('npm run rotate-keys', () => {
  it('needs no server that was started with the new key where none is running at all', async () => {
    const [url, old] = [await urls.sqlite(), new SealedBox({ current: oldKey })];
    const database = await open(url);
    await proveKey(database, old);
    await writeSealedRows(database, old, 3);
    expect(await runOn(url, { ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey })).toMatchObject({
      code: 0,
      err: '',
    });
    expect(await keysOf(database)).toEqual([both.keyId]);
    await database.close();
  });

  it.each([
    [{ ENCRYPTION_KEY: newKey }, [], /ENCRYPTION_KEY_PREVIOUS must be set/],
    [{ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: newKey }, [], /are the same/],
    [{ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey }, ['--batch', '0'], /--batch must be/],
    [{ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey }, ['--wait-s', 'x'], /--wait-s must be/],
    [{ ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey }, ['--fast'], /--fast/],
  ])('says in one line what it was asked wrongly: %#', async (keys, args, says) => {
    const { code, out, err } = await runOn('sqlite:nowhere', keys, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('says that the database cannot be reached, without its password', async () => {
    const keys = { ENCRYPTION_KEY: newKey, ENCRYPTION_KEY_PREVIOUS: oldKey };
    expect(await runOn('postgres://u:CANARY@127.0.0.1:1/rt', keys)).toEqual({
      ...{ code: 1, out: '' },
      err: 'rotate-keys: DATABASE_URL: Postgres cannot be reached: connect ECONNREFUSED 127.0.0.1:1.\n',
    });
  });

  it('says what failed where an error has no words but its code', async () => {
    const said: string[] = [];
    const world = { env: {}, onTerminal: false, out: () => undefined, err: (text: string) => void said.push(text) };
    const act = () => Promise.reject(Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }));
    expect(await runCommand('rotate-keys', world, act)).toBe(1);
    expect(said).toEqual(['rotate-keys: ECONNREFUSED\n']);
  });

  it('tells how it is used', async () => {
    expect(await runOn('sqlite:nowhere', {}, ['--help'])).toEqual({ code: 0, out: USAGE, err: '' });
  });
});

describe('the list of what is sealed', () => {
  it('names every column of a filled database in which a sealed value stands', async () => {
    const database = await openSqlite(folder.join('listed.sqlite'));
    const box = new SealedBox({ current: oldKey });
    await proveKey(database, box);
    await writeSealedRows(database, box, 1);
    expect(await sealedColumnsOf(database)).toEqual(listed);
    await database.close();
  });

  it('knows all code that seals: whatever seals into another column is to be listed, and opened by this test, too', () => {
    const sealing = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.spec)\.ts$/.test(name))
      .filter((name) => /\b(box|this\.box)\.seal\(/.test(readFileSync(`src/${name}`, 'utf8')));
    expect(sealing.sort()).toEqual([
      ...['orders/schedule-mirrors.ts', 'orders/status-urls.ts', 'sellers/tool-secrets.ts', 'storage/prove-key.ts'],
      ...['upkeep/rotate-keys.ts', 'work/call-vault.ts', 'work/polls/poll-secrets.ts', 'work/signing/signing-vault.ts'],
    ]);
  });
});
