import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TempFolder } from '../support/temp-folder.js';

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command of `src/cli`, compiled into a folder, in a process of its own. `killWhen` is asked after each piece of its output, and
 * each millisecond: it is killed once that is true.
 */
export async function runProgram(
  folder: TempFolder,
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  killWhen: () => boolean = () => false,
): Promise<ProgramEnd> {
  const main = folder.join(`src/cli/${name}/main.js`);
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  const watch = () => killWhen() && child.kill('SIGKILL');
  child.stdout.on('data', (text: Buffer) => void ((said.out += text.toString()), watch()));
  child.stderr.on('data', (text: Buffer) => void (said.err += text.toString()));
  const timer = setInterval(watch, 1);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(timer);
  return { code, signal, ...said };
}
