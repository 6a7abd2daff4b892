import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openSqlite } from '../../src/storage/database/database.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { compileInto } from './compile.js';

const LIVES = 5;

let folder: TempFolder;
beforeAll(async () => {
  folder = makeTempFolder();
  await compileInto(folder, ['src/storage', 'src/domain', 'migrations', 'test/storage/write-until-killed.ts']);
});
afterAll(() => folder.remove());

/** Lets the program write until it has answered so many units, kills it in the midst of that, and tells what it had answered. */
async function killAfter(answers: number, database: string, life: string): Promise<string[]> {
  const program = folder.join('test/storage/write-until-killed.js');
  const child = spawn(process.execPath, [program, database, life], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    lines += chunk.filter((byte) => byte === 10).length;
    if (lines >= answers) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  // The last line may be cut.
  return said.split('\n').slice(0, -1);
}

it('every unit that was answered is found whole after kill -9 under load, five times over, and no half of any other', async () => {
  const path = folder.join('killed.sqlite');
  const answered: string[] = [];
  for (let life = 1; life <= LIVES; life++) {
    answered.push(...(await killAfter(500 + Math.floor(Math.random() * 3_000), path, `life${life}`)));
    const database = await openSqlite(path);
    const rows = await database.read<{ half_id: string }>('SELECT half_id FROM halves');
    await database.close();
    const kept = new Set(rows.map((row) => row.half_id));
    const missing = answered.filter((id) => !kept.has(`${id}:left`) || !kept.has(`${id}:right`));
    const halves = [...kept].filter((half) => !kept.has(otherHalf(half)));
    expect({ life, missing, halves }).toEqual({ life, missing: [], halves: [] });
  }
  expect(answered.length).toBeGreaterThanOrEqual(LIVES * 500);
});

function otherHalf(half: string): string {
  const [id, side] = half.split(':');
  return `${id}:${side === 'left' ? 'right' : 'left'}`;
}
