import type { Clock } from '../domain/clock.js';
import type { Tx, UnitOfWork } from '../storage/database/unit-of-work.js';
import type { WaitingWork, WorkQueue } from '../storage/work-queue.js';
import type { GapStore, WrittenDue } from '../storage/gap-store.js';

/** What the calendar and the monotonic clock may part by between two looks: less is a clock that is being corrected gently. */
const LEAST_JUMP_MS = 500;
/** Two readings that are further apart tell nothing: the process stood still between them. */
const READ_WITHIN_MS = 50;
const MOST_READINGS = 5;

export interface ClockJump {
  /** How far the calendar jumped in milliseconds; below zero, back. */
  readonly deltaMs: number;
  /** What the calendar says now. */
  readonly now: number;
}

/** Moves something of its own by a jump, in the transaction that moves the work. */
export type MovesWithJump = (tx: Tx, jump: ClockJump) => Promise<void>;

export interface ClockJumpsParts {
  readonly clock: Clock;
  readonly unit: UnitOfWork;
  readonly gaps: Pick<GapStore, 'shift'>;
  /** Log and metrics. */
  readonly jumped: (deltaMs: number) => void;
  readonly broke: (error: unknown) => void;
}

interface Found {
  readonly deltaMs: number;
  /** What was written since it was found, by the clock as it is: it stays where it is. */
  readonly written: WrittenDue[];
}

/**
 * Work is due at an instant of the calendar (a job's, a tick of the sweep, a deadline) or so long after something (retries, polls, plans).
 * The table has instants for both. When somebody sets the machine's clock, the former are right, and the latter are moved by as much,
 * before anything is claimed: so they come after their gap, as if nothing had been.
 *
 * A jump is found by the next look, and each write of a row looks: so what is written after a jump is told from what was before.
 */
export class ClockJumps {
  private readonly found: Found[] = [];
  private readonly moving: MovesWithJump[] = [];
  private readonly hearing: ((deltaMs: number) => unknown)[] = [];
  /** By how much the calendar is ahead of the monotonic clock. */
  private ahead: number;

  constructor(private readonly parts: ClockJumpsParts) {
    this.ahead = this.read() ?? parts.clock.now() - parts.clock.elapsed();
  }

  /** Moves something of its own with each jump. */
  moves(with_: MovesWithJump): void {
    this.moving.push(with_);
  }

  /** Told after each jump, once the work has been moved. */
  hear(onJump: (deltaMs: number) => unknown): void {
    this.hearing.push(onJump);
  }

  /** Hears of every row of work that is written. */
  readonly queue: WorkQueue = {
    laid: (_tx, work) => this.writes([work]),
    waiting: (_tx, works) => this.writes(works),
    ended: () => undefined,
  };

  /** Looks, and moves what has to be moved; throws where the database fails, and tries again the next time. */
  async settle(): Promise<void> {
    this.look();
    for (let jump = this.found[0]; jump; jump = this.found[0]) {
      const { deltaMs, written } = jump;
      await this.parts.unit.run(async (tx) => {
        const now = this.parts.clock.now();
        await this.parts.gaps.shift(tx, deltaMs, written);
        for (const move of this.moving) await move(tx, { deltaMs, now });
      });
      this.found.shift();
      this.parts.jumped(deltaMs);
      await this.tell(deltaMs);
    }
  }

  /** Whether it comes to what was written shows in the table. */
  private writes(works: readonly WaitingWork[]): void {
    this.look();
    for (const { written } of this.found)
      written.push(...works.map(({ work_id, due_at }) => ({ workId: work_id, dueAt: due_at })));
  }

  private look(): void {
    const ahead = this.read();
    if (ahead === null) return;
    const deltaMs = Math.round(ahead - this.ahead);
    this.ahead = ahead;
    if (Math.abs(deltaMs) > LEAST_JUMP_MS) this.found.push({ deltaMs, written: [] });
  }

  private read(): number | null {
    const { clock } = this.parts;
    for (let i = 0; i < MOST_READINGS; i++) {
      const [before, now, after] = [clock.elapsed(), clock.now(), clock.elapsed()];
      if (after - before <= READ_WITHIN_MS) return now - before;
    }
    return null;
  }

  private async tell(deltaMs: number): Promise<void> {
    for (const onJump of this.hearing) {
      try {
        await onJump(deltaMs);
      } catch (error) {
        this.parts.broke(error);
      }
    }
  }
}
