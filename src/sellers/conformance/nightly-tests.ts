import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { ToolStore } from '../../storage/tool-store.js';
import type { StartTest } from './start-test.js';

/** Hours of the day, UTC, in which tests begin. */
const NIGHT = { from: 2, to: 5 };
/** A tool that was tested since then is not tested again this night. */
const RECENTLY_MS = 12 * 3_600_000;
/** Begun at a look: the rest at the next ones. */
const MOST_A_LOOK = 20;

/** Tests every tool once a night, a few at a time. */
export class NightlyTests {
  constructor(
    private readonly tools: Pick<ToolStore, 'untested'>,
    private readonly starting: Pick<StartTest, 'startNightly'>,
    private readonly clock: Clock,
  ) {}

  async look(): Promise<void> {
    const now = this.clock.now();
    const hour = new Date(now).getUTCHours();
    if (hour < NIGHT.from || hour >= NIGHT.to) return;
    for (const shortId of await this.tools.untested(now - RECENTLY_MS, MOST_A_LOOK)) await this.test(shortId);
  }

  /** A tool whose schema nothing could be made up for is tested by its seller alone. */
  private async test(shortId: string): Promise<void> {
    try {
      await this.starting.startNightly(shortId);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}
