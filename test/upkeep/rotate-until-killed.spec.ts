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

/** Each ends a process of its own in the midst of its work. */
const KILLS = 20;
const ROWS = 400;
/** Rows of one transaction: few, so that there are hundreds to be killed between and within. */
const BATCH = '2';
/** A kill comes so long after the first word at the latest: they are spread over all of the rotation. */
const LATEST_MS = 120;

/** The keys of a rotation: the one that sealed all, and the next. */
class Keys {
  private constructor(
    readonly old: Buffer,
    readonly next: Buffer,
  ) {}

  static fresh(): Keys {
    return new Keys(randomBytes(32), randomBytes(32));
  }

  /** Once all is sealed with the next: a further one. */
  further(): Keys {
    return new Keys(this.next, randomBytes(32));
  }

  get both(): SealedBox {
    return new SealedBox({ current: this.next, previous: this.old });
  }

  get env(): Record<string, string> {
    return { ENCRYPTION_KEY: this.next.toString('base64'), ENCRYPTION_KEY_PREVIOUS: this.old.toString('base64') };
  }
}

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
async function rotate(url: string, keys: Keys, killAfterMs: number | null) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: url, ADMIN_TOKEN: 'x'.repeat(32), ...keys.env };
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
    let keys = Keys.fresh();
    const old = new SealedBox({ current: keys.old });
    await proveKey(database, old);
    await writeSealedRows(database, old, ROWS);
    await proveKey(database, keys.both);
    const all = await openSealedRows(database, keys.both);
    for (let killed = 0; killed < KILLS;) {
      const { signal, said } = await rotate(url, keys, Math.random() * LATEST_MS);
      expect(said).toMatch(/^Sealing anew/);
      // One that was quicker than its kill shows nothing of kills: on to a further key.
      if (signal === 'SIGKILL') killed += 1;
      else keys = keys.further();
      expect(await proveKey(database, keys.both)).toBeNull();
      expect(await openSealedRows(database, keys.both)).toBe(all);
    }
    const last = await rotate(url, keys, null);
    expect(last).toMatchObject({
      code: 0,
      said: expect.stringContaining('Nothing is sealed with the old key any more.'),
    });
    expect(await keysOf(database)).toEqual([keys.both.keyId]);
    expect(await openSealedRows(database, new SealedBox({ current: keys.next }))).toBe(all);
    await database.close();
  },
  180_000,
);
