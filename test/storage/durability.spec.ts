import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { openSqlite } from '../../src/storage/database/database.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';
import { compileInto } from './compile.js';

const LIVES = 5;
/** Units answered before a life ends: at least these, and at most so many more. */
const ANSWERS = 300;
const MORE = 1_000;
/** Each commit is flushed: a machine whose disk is busy takes its time. */
const PATIENCE_MS = 180_000;

let folder: TempFolder;
beforeAll(async () => {
  folder = makeTempFolder();
  await compileInto(folder, [
    'src/storage',
    'src/domain',
    'src/telemetry',
    'migrations',
    'test/storage/write-until-killed.ts',
  ]);
});
afterAll(() => folder.remove());

let writing: ChildProcess | undefined;
afterEach(() => void writing?.kill('SIGKILL'));

/** Lets the program write until it has answered so many units, kills it in the midst of that, and tells what it had answered. */
async function killAfter(answers: number, database: string, life: string): Promise<string[]> {
  const program = folder.join('test/storage/write-until-killed.js');
  const child = spawn(process.execPath, [program, database, life], { stdio: ['pipe', 'pipe', 'inherit'] });
  writing = child;
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

it(
  'every unit that was answered is found whole after kill -9 under load, five times over, and no half of any other',
  async () => {
    const path = folder.join('killed.sqlite');
    const answered: string[] = [];
    for (let life = 1; life <= LIVES; life++) {
      answered.push(...(await killAfter(ANSWERS + Math.floor(Math.random() * MORE), path, `life${life}`)));
      const database = await openSqlite(path);
      const rows = await database.read<{ half_id: string }>('SELECT half_id FROM halves');
      await database.close();
      const kept = new Set(rows.map((row) => row.half_id));
      const missing = answered.filter((id) => !kept.has(`${id}:left`) || !kept.has(`${id}:right`));
      const halves = [...kept].filter((half) => !kept.has(otherHalf(half)));
      expect({ life, missing, halves }).toEqual({ life, missing: [], halves: [] });
    }
    expect(answered.length).toBeGreaterThanOrEqual(LIVES * ANSWERS);
  },
  PATIENCE_MS,
);

function otherHalf(half: string): string {
  const [id, side] = half.split(':');
  return `${id}:${side === 'left' ? 'right' : 'left'}`;
}
