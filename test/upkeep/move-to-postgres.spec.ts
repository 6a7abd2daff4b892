import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../src/cli/command.js';
import { migrateToPostgres, USAGE } from '../../src/cli/migrate-to-postgres/migrate.js';
import { openSqlite } from '../../src/storage/database/database.js';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { acquireProcessLock } from '../../src/storage/process-lock.js';
import { proveKey } from '../../src/storage/prove-key.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { tablesOf } from '../../src/upkeep/table-pages.js';
import { compileInto } from '../storage/compile.js';
import { fill } from '../storage/fill.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { insertOf } from './sealed-rows.js';

const ORDERS = 1_000;
const box = new SealedBox({ current: randomBytes(32) });

let folder: TempFolder;
let postgres: TestPostgres;
let from: string;
beforeAll(async () => {
  folder = makeTempFolder();
  await compileInto(folder, ['src', 'migrations']);
  postgres = await startTestPostgres();
  from = folder.join('roundtrip.sqlite');
  const source = await openSqlite(from);
  await proveKey(source, box);
  await fill(source, { orders: ORDERS, now: 1_700_000_000_000 });
  await source.unit.run(async (tx) => {
    // Rows that were held, texts as sellers send them, and keys that databases sort differently.
    await tx.run('UPDATE work SET claim = 1 WHERE claim = 0');
    await tx.run(`UPDATE work SET claim = 2 WHERE work_id IN (SELECT work_id FROM work LIMIT 10)`);
    for (const id of ['a', 'B', 'é', '_', 'Z-1', 'ab']) {
      const inputs = JSON.stringify({ text: `"${id}" \\ 😀\n` });
      await tx.run(...insertOf(source, 'order_inputs', { order_id: id, inputs }));
      await tx.run(...insertOf(source, 'orders', { order_id: id, message: `a${'\0'}b${'\0'} of ${id}` }));
    }
    await tx.run(...insertOf(source, 'order_inputs', { order_id: 'large', inputs: 'x'.repeat(6_000_000) }));
  });
  await source.close();
}, 60_000);
afterAll(async () => {
  await postgres.remove();
  folder.remove();
});

let url: string;
beforeEach(async () => void (url = await postgres.fresh()));

async function run(args: readonly string[] = ['--from', from, '--to', url]) {
  const said = { out: '', err: '' };
  const world = {
    ...{ env: {}, onTerminal: false },
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  };
  return { code: await runCommand('migrate:to-postgres', world, () => migrateToPostgres(args, world)), ...said };
}

/** Every row of every table, as the target has it. */
async function rowsOf(address: string): Promise<Record<string, unknown[]>> {
  const database =
    address === from ? await openSqlite(from, { migrates: false }) : await openPostgres(address, { migrates: false });
  const rows: Record<string, unknown[]> = {};
  for (const { table, key } of tablesOf(database)) {
    const all = await database.read<Record<string, unknown>>(`SELECT * FROM ${table}`);
    const keyOf = (row: Record<string, unknown>) => JSON.stringify(key.map((name) => row[name]));
    rows[table] = all.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
  await database.close();
  return rows;
}

/** What the source holds, as it is to arrive. */
async function expected(): Promise<Record<string, unknown[]>> {
  const rows = await rowsOf(from);
  const arriving = (row: unknown) =>
    JSON.parse(JSON.stringify(row).replaceAll('\\u0000', '\uFFFD')) as Record<string, unknown>;
  const all = Object.entries(rows).map(([table, of]) => [table, of.map(arriving)] as const);
  const work = rows['work']?.map((row) => ({ ...(row as object), claim: 0 }));
  return { ...Object.fromEntries(all), work: work ?? [] };
}

describe('npm run migrate:to-postgres', () => {
  it('copies every row of every table, with nobody holding any, and says so table by table', async () => {
    const { code, out, err } = await run();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\ntable +rows +arrived +digest\n/);
    expect(out).toMatch(new RegExp(`\\norders +${ORDERS + 6} +${ORDERS + 6} +[0-9a-f]{12}\\n`));
    expect(out).toContain('6 texts held NUL characters');
    expect(out).toMatch(/All of it is there\. Start the server with the same ENCRYPTION_KEY[^\n]+\n$/);
    expect(await rowsOf(url)).toEqual(await expected());
  });

  it('leaves a database on which servers start by the same key, and by no other', async () => {
    await run();
    const target = await openPostgres(url);
    expect(await proveKey(target, box)).toBeNull();
    expect(await proveKey(target, new SealedBox({ current: randomBytes(32) }))).toMatch(/is not the key/);
    await target.close();
  });

  it('goes on where it was killed, doubles nothing, and keeps servers away until then', async () => {
    const main = folder.join('src/cli/migrate-to-postgres/main.js');
    let kills = 0;
    for (const table of ['attempts', 'jobs', 'order_events', 'orders', 'work']) {
      const child = spawn(process.execPath, [main, '--from', from, '--to', url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes(`\n${table} `)) child.kill('SIGKILL');
      });
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      if (signal === 'SIGKILL') kills += 1;
      const target = await openPostgres(url, { migrates: false });
      expect(await proveKey(target, box)).toMatch(/is being filled/);
      await target.close();
    }
    expect(kills).toBeGreaterThan(0);
    expect(await run()).toMatchObject({ code: 0, err: '' });
    expect(await rowsOf(url)).toEqual(await expected());
  }, 60_000);

  it('tells where a table did not arrive as it was, and keeps servers away', async () => {
    const target = await openPostgres(url);
    const [{ sealed: mark }] = (await halfMoved(target)) as [{ sealed: string }];
    expect(mark).toMatch(/^[0-9a-f]{64}$/);
    await target.unit.run((tx) => tx.run(`UPDATE orders SET version = version + 1 WHERE order_id = 'ord_7'`));
    const { code, out, err } = await run();
    expect(code).toBe(1);
    expect(out).toMatch(/\norders +\d+ +\d+ +[0-9a-f]{12} is not [0-9a-f]{12}\n/);
    expect(err).toMatch(/^migrate:to-postgres: Not all arrived as it was: orders\. [^\n]+\n$/);
    expect(await proveKey(target, box)).toMatch(/is being filled/);
    await target.close();
  });

  /** As a move leaves it that was killed before its end. */
  async function halfMoved(target: Awaited<ReturnType<typeof openPostgres>>) {
    await run();
    const proofs = await target.read('SELECT name, sealed FROM seals ORDER BY name');
    const mark = createHash('sha256').update(JSON.stringify(proofs)).digest('hex');
    await target.unit.run(async (tx) => {
      await tx.run('DELETE FROM seals');
      await tx.run(`INSERT INTO seals (name, sealed) VALUES ('moving', $1)`, [mark]);
    });
    return target.read(`SELECT sealed FROM seals`);
  }

  it('refuses a target that holds anything else, a source whose server runs, and one that is not there', async () => {
    await run();
    expect(await run()).toMatchObject({ code: 1, err: expect.stringMatching(/The target is not empty/) });
    const lock = acquireProcessLock(from);
    expect(await run()).toMatchObject({ code: 1, err: expect.stringMatching(/Another process is using/) });
    if (lock.ok) lock.release();
    const gone = folder.join('gone.sqlite');
    expect(await run(['--from', gone, '--to', url])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is not there/),
    });
  });

  it.each([
    [['--to', 'postgres://a:CANARY@b/c'], /--from is missing/],
    [['--from', 'x', '--to', 'mysql://a:CANARY@b/c'], /--to must be postgres:/],
    [['--from', 'x'], /--to must be postgres:/],
    [['--form', 'x'], /--form/],
  ])('says in one line what it was asked wrongly: %#', async (args, says) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).not.toContain('CANARY');
  });

  it('tells how it is used', async () => {
    expect(await run(['--help'])).toEqual({ code: 0, out: USAGE, err: '' });
  });
});
