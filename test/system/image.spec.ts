import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { findPort } from '../../src/cli/demo/server-process.js';
import { copiedPaths, imageEnvironment, instructions, ROOT } from '../deploy/deploy-files.js';
import { eventually } from '../support/eventually.js';
import { makeTempFolder, type TempFolder } from '../support/temp-folder.js';

/**
 * The Dockerfile without Docker, which this machine need not have: what it copies is built, and what its last stage holds is started
 * as it says. Its base image, its packages and `npm ci` are not tried.
 */
let folder: TempFolder;
beforeAll(() => {
  folder = makeTempFolder();
});
afterAll(() => folder.remove());

/** The words of the last instruction of that name: `["a", "b"]`. */
function command(word: 'CMD' | 'HEALTHCHECK'): string[] {
  const rest = instructions().findLast((one) => one.word === word)?.rest ?? '';
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}

/** The modules that stay after `npm prune --omit=dev`. */
function productionModules(): string[] {
  const lock = JSON.parse(readFileSync(`${ROOT}package-lock.json`, 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  const top = Object.entries(lock.packages).filter(([path]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
  return top.filter(([, { dev, optional }]) => !dev && !optional).map(([path]) => path);
}

function copy(paths: readonly string[], from: string, to: string): void {
  for (const path of paths) {
    mkdirSync(dirname(`${to}/${path}`), { recursive: true });
    cpSync(`${from}/${path}`, `${to}/${path}`, { recursive: true, filter: (one) => !one.endsWith('.spec.ts') });
  }
}

it('builds from what it copies, runs on modules for production alone, and knows whether it is well', async () => {
  const [build, app] = [folder.join('build'), folder.join('app')];
  copy(copiedPaths(), ROOT, build);
  symlinkSync(`${ROOT}node_modules`, `${build}/node_modules`);
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: build, encoding: 'utf8' });
  expect({ status: built.status, said: built.status === 0 ? '' : built.stdout + built.stderr }).toEqual({
    status: 0,
    said: '',
  });

  copy(['package.json', 'dist'], build, app);
  for (const path of productionModules()) {
    mkdirSync(dirname(`${app}/${path}`), { recursive: true });
    symlinkSync(`${ROOT}${path}`, `${app}/${path}`);
  }
  const image = Object.entries(imageEnvironment()).map(([name, value]) => [
    name,
    value.replace('/data/', `${app}/data/`),
  ]);
  const env = {
    ...(Object.fromEntries(image) as NodeJS.ProcessEnv),
    PORT: String(await findPort(null)),
    PATH: process.env.PATH,
  };
  const healthy = () => {
    const [program = '', ...args] = command('HEALTHCHECK');
    return spawnSync(program, args, { env, cwd: app }).status === 0;
  };
  expect(healthy()).toBe(false);
  const [program = '', ...args] = command('CMD');
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], { env, cwd: app, stdio: 'ignore' });
  const ended = once(server, 'exit');
  try {
    await eventually(() => server.exitCode === null && healthy(), { withinMs: 20_000, every: 100 });
    const page = await fetch(`http://127.0.0.1:${env.PORT}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  } finally {
    server.kill('SIGTERM');
  }
  expect(await ended).toEqual([0, null]);
  expect(healthy()).toBe(false);
}, 120_000);
