import { execFileSync } from 'node:child_process';

/** Runs `ip` with these words, split at spaces. Throws with what it said. */
export function ip(words: string): void {
  run('ip', words.split(' '));
}

/** Sets switches of the kernel (sysctl) in a namespace. */
export function setSwitches(namespace: string, switches: Readonly<Record<string, string>>): void {
  const lines = Object.entries(switches).map(([path, value]) => `echo ${value} > /proc/sys/net/${path}`);
  run('ip', ['netns', 'exec', namespace, 'sh', '-ec', lines.join('\n')]);
}

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${program} ${args.join(' ')}: ${(stderr || String(error)).trim()}`, { cause: error });
  }
}
