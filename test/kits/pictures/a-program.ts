import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../../support/eventually.js';
import type { TempFolder } from '../../support/temp-folder.js';

export interface Program {
  readonly script: string;
  readonly args: readonly string[];
  readonly folder: TempFolder;
  readonly env: Readonly<Record<string, string>>;
}

function start({ script, args, folder, env }: Program) {
  return spawn(process.execPath, [script, ...args], {
    ...{ cwd: folder.path, stdio: 'ignore' },
    env: { PATH: process.env.PATH, HOME: folder.path, ...env },
  });
}

/** To its end. */
export async function runProgram(program: Program): Promise<void> {
  const [code] = (await once(start(program), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program.args.join(' ')} ended with ${code}.`);
}

/** While something is done with it, from the moment when a URL of it answers. */
export async function whileItRuns<T>(program: Program, url: string, act: () => Promise<T>): Promise<T> {
  const child = start(program);
  const gone = once(child, 'exit');
  try {
    const answers = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually(answers, { withinMs: 120_000, every: 250 });
    return await act();
  } finally {
    child.kill('SIGTERM');
    await gone;
    program.folder.remove();
  }
}
