import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXAMPLE_FOLDER } from './example-folder.js';

export interface InstalledNodeRed {
  readonly version: string;
  /** The program that `node-red` on the command line is. */
  readonly program: string;
}

const INSTALL_WITHIN_MS = 8 * 60_000;
const PROGRESS_EVERY_MS = 10_000;

/**
 * Node-RED in the version that the example's package.json names, from a cache outside the project (`$XDG_CACHE_HOME`, else
 * `~/.cache`); installed by npm where it is not there yet. The folder gets its name only once it is whole, so a broken
 * install is never used, and two at once do no harm.
 */
export async function installNodeRed(): Promise<InstalledNodeRed> {
  const version = await versionOfExample();
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'roundtrip', `node-red-${version}`);
  if (existsSync(folder)) say(`${version} is in ${folder}`);
  else await installInto(folder, version);
  return { version, program: join(folder, 'node_modules', 'node-red', 'red.js') };
}

async function versionOfExample(): Promise<string> {
  const text = await readFile(join(EXAMPLE_FOLDER, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return dependencies['node-red']!;
}

async function installInto(folder: string, version: string): Promise<void> {
  say(`installing ${version} into ${folder} (once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await copyFile(join(EXAMPLE_FOLDER, 'package.json'), join(partial, 'package.json'));
    await npmInstall(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another run was quicker: its install is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  say('installed');
}

/** Without install scripts: Node-RED itself needs none, and a stranger's should not run here. */
async function npmInstall(folder: string): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const npm = spawn('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: INSTALL_WITHIN_MS });
  let told = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
  const began = performance.now();
  const progress = setInterval(() => say(`still installing (${seconds(began)} s)`), PROGRESS_EVERY_MS);
  try {
    const ended = await new Promise<string>((resolve, reject) => {
      npm.once('error', reject).once('close', (code, signal) => resolve(String(code ?? signal)));
    });
    if (ended !== '0')
      throw new Error(`npm install of Node-RED ended with ${ended} after ${seconds(began)} s:\n${told}`);
  } finally {
    clearInterval(progress);
  }
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}

/** Past jest, which would hold it back until the test is over. */
function say(line: string): void {
  process.stderr.write(`[node-red] ${line}\n`);
}
