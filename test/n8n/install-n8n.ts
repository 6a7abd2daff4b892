import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export const N8N_VERSION = '2.8.4';
const INSTALL_WITHIN_MS = 20 * 60_000;
const PROGRESS_EVERY_MS = 30_000;

/**
 * n8n's program, from a cache outside the project (`$XDG_CACHE_HOME`, else `~/.cache`); installed by npm where it is not there yet, in
 * about five minutes. The folder gets its name only once it is whole, so a broken install is never used.
 */
export async function installN8n(): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'roundtrip', `n8n-${N8N_VERSION}`);
  if (!existsSync(folder)) await installInto(folder);
  return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

async function installInto(folder: string): Promise<void> {
  say(`installing ${N8N_VERSION} into ${folder} (once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    // Its own xlsx comes from outside the registry of packages.
    const project = { private: true, dependencies: { n8n: N8N_VERSION }, overrides: { xlsx: '0.18.5' } };
    await writeFile(join(partial, 'package.json'), JSON.stringify(project));
    await npmInstall(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function npmInstall(folder: string): Promise<void> {
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const npm = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], timeout: INSTALL_WITHIN_MS });
  let told = '';
  npm.stderr.on('data', (text: Buffer) => (told += text.toString()));
  const progress = setInterval(() => say('still installing'), PROGRESS_EVERY_MS);
  const [code] = (await once(npm, 'close').finally(() => clearInterval(progress))) as [number | null];
  if (code !== 0) throw new Error(`npm install of n8n ended with ${code}:\n${told}`);
}

/** Past jest, which would hold it back until the test is over. */
function say(line: string): void {
  process.stderr.write(`[n8n] ${line}\n`);
}
