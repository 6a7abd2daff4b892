import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeTempFolder } from '../support/temp-folder.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = makeTempFolder();
const INSTALLED = folder.join('node_modules/roundtrip');

/** What `npm pack` packs, unpacked where somebody else's program finds it, with the dependencies that are here. */
beforeAll(() => {
  const packed = spawnSync('npm', ['pack', '--json', '--pack-destination', folder.path], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))) as [{ filename: string }];
  mkdirSync(INSTALLED, { recursive: true });
  expect(spawnSync('tar', ['-xzf', folder.join(filename), '-C', INSTALLED, '--strip-components=1']).status).toBe(0);
  symlinkSync(`${ROOT}node_modules`, `${INSTALLED}/node_modules`);
}, 60_000);
afterAll(() => folder.remove());

function run(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8' });
}

describe('the package, as others install it', () => {
  it('gives the client and the seller helper to a program', () => {
    writeFileSync(
      folder.join('use.mjs'),
      `import { ApiProblem, RoundtripClient } from 'roundtrip/client';
       import { FolderStore, seller } from 'roundtrip/seller';
       const client = new RoundtripClient({ baseUrl: 'http://127.0.0.1:9', token: 'none' });
       const problem = await client.get('/v1/orders').catch((error) => error);
       console.log(problem instanceof ApiProblem, problem.code, typeof seller, typeof FolderStore);`,
    );
    expect(run(['use.mjs'])).toMatchObject({ stdout: 'true no_answer function function\n', stderr: '' });
  });

  it('types them, so that a wrong path or a missing variable does not compile', () => {
    writeFileSync(
      folder.join('use.mts'),
      `import { RoundtripClient } from 'roundtrip/client';
       import { seller, type Job } from 'roundtrip/seller';
       const client = new RoundtripClient({ baseUrl: '', token: '' });
       const order = await client.get('/v1/orders/{order_id}', { path: { order_id: 'x' } });
       export const status: string = order.status;
       export const work = async (job: Job): Promise<void> => job.text('done');
       void seller;
       // @ts-expect-error There is no such path.
       await client.get('/v1/nothing');
       // @ts-expect-error The order is not named.
       await client.get('/v1/orders/{order_id}');`,
    );
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
    const types = ['--types', 'node', '--typeRoots', `${ROOT}node_modules/@types`];
    const compiled = run([`${ROOT}node_modules/typescript/bin/tsc`, ...options, ...types, 'use.mts']);
    expect({ status: compiled.status, said: compiled.stdout }).toEqual({ status: 0, said: '' });
  }, 60_000);

  it('has the command, with all that the server needs', () => {
    const { status, stdout } = run([`${INSTALLED}/dist/src/cli/roundtrip/main.js`, '--version']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    for (const path of ['dist/main.js', 'dist/migrations/index.js', 'dist/src/main.js', 'dist/src/kits/templates'])
      expect([path, existsSync(`${INSTALLED}/${path}`)]).toEqual([path, true]);
    expect(existsSync(`${INSTALLED}/src`)).toBe(false);
  });

  it('shows nobody what is inside', () => {
    const { status, stderr } = run(['-e', "import('roundtrip/dist/src/domain/ids.js')"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED') });
  });
});
