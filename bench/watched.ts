import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LoopDelay } from './watch-process.js';

/** The memory and the event loop of a process that was started with `execArgv` and `env` of this; Linux only. */
export class Watched {
  readonly execArgv = ['--expose-gc', '--import', fileURLToPath(new URL('./watch-process.js', import.meta.url))];
  readonly env: Readonly<Record<string, string>>;

  constructor(private readonly path: string) {
    this.env = { BENCH_WATCH: path };
  }

  /** Resident memory now that its garbage is gone, in bytes; from here on peaks and delays are counted anew. */
  async calm(pid: number): Promise<number> {
    await this.ask(pid);
    await sleep(500);
    await this.ask(pid);
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return statusOf(pid, 'VmRSS');
  }

  /** Since `calm`: the highest resident memory in bytes, and how late the event loop was. */
  async sinceThen(pid: number): Promise<LoopDelay & { readonly peak: number }> {
    const peak = statusOf(pid, 'VmHWM');
    return { ...(await this.ask(pid)), peak };
  }

  private async ask(pid: number): Promise<LoopDelay> {
    rmSync(this.path, { force: true });
    process.kill(pid, 'SIGUSR2');
    for (let tries = 0; tries < 200; tries++) {
      await sleep(25);
      const text = existsSync(this.path) ? readFileSync(this.path, 'utf8') : '';
      if (text.endsWith('}')) return JSON.parse(text) as LoopDelay;
    }
    throw new Error('The watched process does not answer.');
  }
}

function statusOf(pid: number, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`/proc/${pid}/status tells no ${field}.`);
  return Number(found[1]) * 1024;
}
