import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a watched process tells of itself: how late its event loop was since it was last asked, in milliseconds. */
export interface LoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Loaded into the server by `--import`: at SIGUSR2 it collects its garbage and writes a `LoopDelay` where `BENCH_WATCH` says. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('SIGUSR2', () => {
  const told: LoopDelay = { p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 };
  (globalThis as { gc?: () => void }).gc?.();
  writeFileSync(process.env.BENCH_WATCH ?? '/dev/null', JSON.stringify(told));
  delay.reset();
});
