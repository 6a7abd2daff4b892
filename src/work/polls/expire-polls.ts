import type { Clock } from '../../domain/clock.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { PollStore } from '../../storage/poll-store.js';
import type { EndPoll } from './end-poll.js';

const BATCH = 100;

/** Ends polls whose time is over, also while a request is under way: its answer is late then. */
export class ExpirePolls {
  private running = false;

  constructor(
    private readonly polls: PollStore,
    private readonly end: EndPoll,
    private readonly unit: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Runs once at a time. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let more = true; more;) more = await this.step();
    } finally {
      this.running = false;
    }
  }

  private async step(): Promise<boolean> {
    const due = await this.polls.pastDeadline(this.clock.now(), BATCH);
    if (due.length === 0) return false;
    await this.unit.run(async (tx) => {
      for (const pollId of due) await this.end.timeOut(tx, pollId, 'timeout');
    });
    return due.length === BATCH;
  }
}
