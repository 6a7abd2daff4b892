import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { transformFile } from '@swc/core';
import { acquireProcessLock } from '../../src/storage/process-lock.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

let temp: TempFolder;
let database: string;

beforeEach(() => {
  temp = makeTempFolder();
  database = temp.join('data', 'roundtrip.sqlite');
});
afterEach(() => temp.remove());

describe('the process lock', () => {
  it('lets one in, and the next once it is released', () => {
    const first = acquired();
    expect(acquireProcessLock(database)).toEqual({
      ok: false,
      problem: `Another process is using ${database}: stop it first, or set DATABASE_URL to another file.`,
    });
    first.release();
    first.release();
    acquired().release();
  });

  it('keeps out of one database only', () => {
    const first = acquired();
    const other = acquireProcessLock(temp.join('data', 'other.sqlite'));
    expect(other.ok).toBe(true);
    if (other.ok) other.release();
    first.release();
  });

  it('names the setting where the lock file cannot be made', () => {
    writeFileSync(temp.join('data'), 'a file where the folder should be');
    expect(acquireProcessLock(database)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^DATABASE_URL: /),
    });
  });

  it('falls with its process, so that a restart after kill -9 waits for nothing', async () => {
    const child = await holdInChild();
    expect(acquireProcessLock(database).ok).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquired().release();
  });
});

function acquired(): { release(): void } {
  const lock = acquireProcessLock(database);
  if (!lock.ok) throw new Error(lock.problem);
  return lock;
}

/** Another process that runs the same code and holds the lock until it is killed. */
async function holdInChild(): Promise<ChildProcess> {
  const folder = temp.join('code');
  mkdirSync(folder);
  symlinkSync(resolve('node_modules'), `${folder}/node_modules`);
  writeFileSync(`${folder}/package.json`, '{ "type": "module" }');
  for (const name of ['process-lock', 'data-folder']) {
    writeFileSync(`${folder}/${name}.js`, (await transformFile(`src/storage/${name}.ts`)).code);
  }
  writeFileSync(
    `${folder}/hold.js`,
    `import { acquireProcessLock } from './process-lock.js';
     console.log(acquireProcessLock(process.argv[2]).ok ? 'held' : 'refused');
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, [`${folder}/hold.js`, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  return child;
}
