import { callClassOf, MINUTE_MS, type Figure, type Sum } from '../domain/minute-figures.js';
import type { Outcome } from '../domain/outcome.js';

const ENDS: Readonly<Record<string, Sum>> = {
  received: 'placed',
  completed: 'completed',
  failed: 'failed',
  expired: 'expired',
};
/** Of a minute with more, the ones that came later take the place of others by turns. */
const MOST_LATENESSES = 2_000;

/** What this process saw since it was last taken, by the minute. */
export class FigureCounts {
  private readonly sums = new Map<string, Figure>();
  private readonly latenesses = new Map<number, number[]>();
  private seen = 0;

  /** `now`: epoch milliseconds. */
  constructor(private readonly now: () => number) {}

  orderChanged(status: string): void {
    const name = ENDS[status];
    if (name) this.add(name);
  }

  attemptEnded(outcome: string, latenessMs: number | undefined): void {
    const name = callClassOf(outcome as Outcome);
    if (name) this.add(name);
    if (latenessMs !== undefined) this.late(Math.max(0, latenessMs));
  }

  /** Figures since they were taken before; sums to be added to, peaks to be raised to. */
  take(): Figure[] {
    const sums = [...this.sums.values()];
    const peaks = [...this.latenesses].map(([minute, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      const value = Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0);
      return { minute, name: 'lateness_p95', value };
    });
    const running = this.minute();
    this.sums.clear();
    for (const minute of this.latenesses.keys()) if (minute !== running) this.latenesses.delete(minute);
    return [...sums, ...peaks];
  }

  private add(name: Sum): void {
    const minute = this.minute();
    const key = `${minute} ${name}`;
    this.sums.set(key, { minute, name, value: (this.sums.get(key)?.value ?? 0) + 1 });
  }

  private late(ms: number): void {
    const minute = this.minute();
    const all = this.latenesses.get(minute) ?? [];
    this.latenesses.set(minute, all);
    if (all.length < MOST_LATENESSES) all.push(ms);
    else all[this.seen++ % MOST_LATENESSES] = ms;
  }

  private minute(): number {
    return Math.floor(this.now() / MINUTE_MS);
  }
}
