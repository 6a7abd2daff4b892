import { execFileSync } from 'node:child_process';

/** Runs `ip` with these words, split at spaces, and gives back what it told. Throws with what it complained of. */
export function ip(words: string): string {
  return run('ip', words.split(' '));
}

/** Sets switches of the kernel (sysctl) in a namespace. */
export function setSwitches(namespace: string, switches: Readonly<Record<string, string>>): void {
  const lines = Object.entries(switches).map(([path, value]) => `echo ${value} > /proc/sys/net/${path}`);
  run('ip', ['netns', 'exec', namespace, 'sh', '-ec', lines.join('\n')]);
}

function run(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${program} ${args.join(' ')}: ${(stderr || String(error)).trim()}`, { cause: error });
  }
}
