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

  /** Each by itself: one that cannot be ended does not keep the others. */
  private async step(): Promise<boolean> {
    const due = await this.polls.pastDeadline(this.clock.now(), BATCH);
    const endings = due.map((pollId) => this.unit.run((tx) => this.end.timeOut(tx, pollId, 'timeout')));
    const failed = (await Promise.allSettled(endings)).find((ending) => ending.status === 'rejected');
    if (failed) throw failed.reason;
    return due.length === BATCH;
  }
}
