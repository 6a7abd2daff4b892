import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ is 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;

interface Times {
  readonly parent: number;
  readonly ownMs: number;
  /** Of children that have ended and were waited for. */
  readonly endedMs: number;
}

/** Processor time of one process in milliseconds, its children left out; 0 where the system does not tell (Linux does). */
export function cpuOf(pid: number): number {
  return timesOf(String(pid))?.ownMs ?? 0;
}

/** Of a process and all the children it has and had. */
export function cpuOfFamily(pid: number): number {
  const main = timesOf(String(pid));
  if (!main) return 0;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(timesOf)
    .filter((times) => times?.parent === pid);
  return children.reduce((sum, times) => sum + (times?.ownMs ?? 0), main.ownMs + main.endedMs);
}

function timesOf(pid: string): Times | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ms = (...at: readonly number[]) => at.reduce((sum, i) => sum + Number(fields[i]), 0) * MS_PER_TICK;
    return { parent: Number(fields[1]), ownMs: ms(11, 12), endedMs: ms(13, 14) };
  } catch {
    return null;
  }
}
