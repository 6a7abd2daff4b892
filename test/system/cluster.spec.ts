import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';

/** A machine that does much else starts six programs in its own time. */
const PATIENCE_MS = 120_000;
const ENTRY = fileURLToPath(new URL('../../dist/src/cli/cluster/main.js', import.meta.url));

let cluster: ChildProcess | undefined;
afterEach(() => void cluster?.kill('SIGKILL'));

/** Starts it, and waits until orders go round. */
async function started(): Promise<{ running: ChildProcess; said: () => string }> {
  const running = spawn(process.execPath, [ENTRY], { stdio: ['ignore', 'pipe', 'inherit'] });
  cluster = running;
  let text = '';
  running.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
  await eventually(() => /^\d\d:\d\d:\d\d .* completed/m.test(text), { withinMs: 90_000, every: 50 });
  return { running, said: () => text };
}

/** It and all that came of it, by their ids. */
function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

const gone = (pids: readonly number[]) => pids.every((pid) => !existsSync(`/proc/${pid}`));

describe('npm run cluster', () => {
  it(
    'ends all of its processes when it is told to, in order',
    async () => {
      const { running, said } = await started();
      const pids = family(running.pid!);
      // Itself, four servers, the host of Postgres, and Postgres with its own.
      expect(pids.length).toBeGreaterThan(7);
      const ended = once(running, 'exit');
      running.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
      expect(gone(pids)).toBe(true);
      for (const name of ['api     ', 'worker-1', 'worker-2', 'worker-3']) {
        expect(said()).toMatch(new RegExp(`^${name} \\| .*Shutdown ended$`, 'm'));
      }
      expect(said()).not.toContain('\u001b');
    },
    PATIENCE_MS,
  );

  it(
    'leaves none of them behind when it is killed',
    async () => {
      const { running } = await started();
      const pids = family(running.pid!);
      running.kill('SIGKILL');
      await eventually(() => gone(pids), { withinMs: 15_000, every: 50 });
    },
    PATIENCE_MS,
  );
});
