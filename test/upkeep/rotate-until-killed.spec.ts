import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openSqlite } from '../../src/storage/database/database.js';
import { openPostgres } from '../../src/storage/database/postgres.js';
import { proveKey } from '../../src/storage/prove-key.js';
import { SealedBox } from '../../src/storage/sealed-box.js';
import { compileInto } from '../storage/compile.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { keysOf, openSealedRows, writeSealedRows } from './sealed-rows.js';

/** Each is a process of its own. */
const KILLS = { sqlite: 20, postgres: 8 };
const ROWS = 400;
/** Rows of one transaction: few, so that there are hundreds to be killed between and within. */
const BATCH = '2';
/** A kill comes so long after the first word at the latest: twenty of them are spread over all of the rotation. */
const LATEST_MS = 120;
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

let folder: TempFolder;
let postgres: TestPostgres;
beforeAll(async () => {
  folder = makeTempFolder();
  await compileInto(folder, ['src', 'migrations']);
  postgres = await startTestPostgres();
}, 60_000);
afterAll(async () => {
  await postgres.remove();
  folder.remove();
});

/** Runs the command in a process of its own; kills it so long after its first word, unless it has ended. Answers how it ended. */
async function rotate(url: string, killAfterMs: number | null) {
  const env = {
    ...{ PATH: process.env['PATH'], DATABASE_URL: url, ADMIN_TOKEN: 'x'.repeat(32) },
    ...{ ENCRYPTION_KEY: newKey.toString('base64'), ENCRYPTION_KEY_PREVIOUS: oldKey.toString('base64') },
  };
  const main = folder.join('src/cli/rotate-keys/main.js');
  const child = spawn(process.execPath, [main, '--batch', BATCH], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  if (killAfterMs !== null) {
    await Promise.race([once(child.stdout, 'data'), ended]);
    await sleep(killAfterMs);
    child.kill('SIGKILL');
  }
  const [code, signal] = await ended;
  return { code, signal, said };
}

it.each(['sqlite', 'postgres'] as const)(
  'a rotation that is killed again and again leaves every row readable, and a last one nothing on the old key: %s',
  async (kind) => {
    const path = folder.join('killed.sqlite');
    const url = kind === 'sqlite' ? `sqlite:${path}` : await postgres.fresh();
    const database = await (kind === 'sqlite' ? openSqlite(path) : openPostgres(url));
    const [old, both] = [new SealedBox({ current: oldKey }), new SealedBox({ current: newKey, previous: oldKey })];
    await proveKey(database, old);
    await writeSealedRows(database, old, ROWS);
    await proveKey(database, both);
    const all = await openSealedRows(database, both);
    let killed = 0;
    for (let i = 0; i < KILLS[kind]; i++) {
      const { signal, said } = await rotate(url, Math.random() * LATEST_MS);
      expect(said).toMatch(/^Sealing anew/);
      if (signal === 'SIGKILL') killed += 1;
      expect(await openSealedRows(database, both)).toBe(all);
      expect(await proveKey(database, both)).toBeNull();
    }
    // The machine may be quick: but a rotation that was never killed in the midst would show nothing.
    expect(killed).toBeGreaterThan(KILLS[kind] / 4);
    const last = await rotate(url, null);
    expect(last).toMatchObject({
      code: 0,
      said: expect.stringContaining('Nothing is sealed with the old key any more.'),
    });
    expect(await keysOf(database)).toEqual([both.keyId]);
    expect(await openSealedRows(database, new SealedBox({ current: newKey }))).toBe(all);
    await database.close();
  },
  180_000,
);
