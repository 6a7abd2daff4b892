import { randomUUID } from 'node:crypto';
import type { Clock } from '../../domain/clock.js';
import { MINUTE_MS } from '../../domain/minute-figures.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { FigureStore } from '../../storage/figure-store.js';
import type { FigureCounts } from '../../telemetry/figure-counts.js';

/** How often what was seen is written down: what is lost with a process that is killed is so much. */
const EVERY_MS = 20_000;
const KEPT_MINUTES = 8 * 1_440;

/** How much work is due and how much waits, as far as anybody sees. */
export interface WorkNow {
  readonly due: number;
  readonly waiting: number;
}

export interface KeepFiguresParts {
  readonly counts: FigureCounts;
  readonly store: FigureStore;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
  readonly workNow: () => Promise<WorkNow>;
  readonly broke: (what: string, error: unknown) => void;
}

/** Writes down what this process saw by the minute, and that it lives. */
export class KeepFigures {
  private readonly processId = randomUUID().slice(0, 8);
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly parts: KeepFiguresParts) {}

  start(): void {
    this.timer = setInterval(() => void this.write(), EVERY_MS).unref();
    void this.write();
  }

  /** What is left is written. */
  async stop(): Promise<void> {
    if (this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
    await this.write();
  }

  /** Never rejects: figures are worth no trouble. */
  write(): Promise<void> {
    this.writing = this.writing.then(() =>
      this.writeNow().catch((error: unknown) => this.parts.broke('figures of the minute could not be kept', error)),
    );
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    const { counts, store, unit, clock, workNow } = this.parts;
    const minute = Math.floor(clock.now() / MINUTE_MS);
    const { due, waiting } = await workNow();
    const seen = [{ minute, name: 'due', value: due }, { minute, name: 'waiting', value: waiting }, ...counts.take()];
    await unit.run(async (tx) => {
      await store.add(tx, seen);
      await store.beat(tx, minute, this.processId);
      await store.forget(tx, minute - KEPT_MINUTES);
    });
  }
}
