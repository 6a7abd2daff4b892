import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** A program that is not ours, from npm, too large or too strange to be among our own dependencies. */
export interface Installable {
  /** Of its folder in the cache, version included. */
  readonly name: string;
  /** The package.json that it is installed by. */
  readonly project: object;
  readonly withinMs: number;
  /** Whether a stranger's install scripts may run here. Default: none does. */
  readonly scripts?: boolean;
}

const PROGRESS_EVERY_MS = 10_000;

/**
 * The folder of the program in a cache outside the project (`$XDG_CACHE_HOME`, else `~/.cache`); installed by npm where it is not
 * there yet. The folder gets its name only once it is whole, so a broken install is never used, and two at once do no harm.
 */
export async function installOnce(wanted: Installable): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'roundtrip', wanted.name);
  if (existsSync(folder)) say(wanted, `is in ${folder}`);
  else await installInto(folder, wanted);
  return folder;
}

async function installInto(folder: string, wanted: Installable): Promise<void> {
  say(wanted, `installing into ${folder} (once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await writeFile(join(partial, 'package.json'), JSON.stringify({ private: true, ...wanted.project }));
    await npmInstall(partial, wanted);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another run was quicker: its install is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  say(wanted, 'installed');
}

async function npmInstall(folder: string, wanted: Installable): Promise<void> {
  const scripts = wanted.scripts ? [] : ['--ignore-scripts'];
  const args = ['install', ...scripts, '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const npm = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: wanted.withinMs });
  let told = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
  const began = performance.now();
  const progress = setInterval(() => say(wanted, `still installing (${seconds(began)} s)`), PROGRESS_EVERY_MS);
  try {
    const ended = await new Promise<string>((resolve, reject) => {
      npm.once('error', reject).once('close', (code, signal) => resolve(String(code ?? signal)));
    });
    if (ended !== '0')
      throw new Error(`npm install of ${wanted.name} ended with ${ended} after ${seconds(began)} s:\n${told}`);
  } finally {
    clearInterval(progress);
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}

/** Past jest, which would hold it back until the test is over. */
function say({ name }: Installable, line: string): void {
  process.stderr.write(`[${name}] ${line}\n`);
}
