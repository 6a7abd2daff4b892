import type { Clock } from '../domain/clock.js';
import { longestRetryAfterS } from '../domain/conformance/checks/status-checks.js';
import type { Evidence } from '../domain/conformance/evidence.js';
import { nextTick } from '../domain/cron-ticks.js';
import { etaAfter, type Eta } from '../domain/learned/eta.js';
import type { PollPlan } from '../domain/poll-plan.js';
import { contradictionsIn, type SetUpWarning } from '../domain/set-up.js';
import type { ConformanceStore } from '../storage/conformance-store.js';
import type { DurationStore } from '../storage/duration-store.js';
import type { ToolRow } from '../storage/entities/tool.js';
import type { ToolStore } from '../storage/tool-store.js';
import { learnedDurations } from './past-orders.js';
import type { CheckRules } from './plan-preview.js';

/** Ticks of the sweep are looked at for its longest gap: so many, and none behind so long. */
const TICKS = 20;
const HORIZON_MS = 31 * 86_400_000;

export interface SetUpWarningsParts {
  readonly tools: Pick<ToolStore, 'sharing'>;
  readonly durations: Pick<DurationStore, 'find'>;
  readonly tests: Pick<ConformanceStore, 'list'>;
  readonly clock: Clock;
  readonly rules: CheckRules;
}

/** Tells of contradictions in how a tool is set up, by what it says itself and by what is known of it. */
export class SetUpWarnings {
  constructor(private readonly parts: SetUpWarningsParts) {}

  async of(row: ToolRow): Promise<SetUpWarning[]> {
    const { tools, rules } = this.parts;
    return contradictionsIn({
      ...{ plan: JSON.parse(row.poll) as PollPlan, deadlineS: row.deadline_s, hasStatusUrl: row.status_url !== null },
      ...{ sweepGapS: this.sweepGapS(), checkS: rules.checkTimeoutMs / 1_000 },
      past: await this.past(row.short_id),
      retryAfterS: await this.retryAfterS(row),
      sharedWith: row.status_url === null ? [] : await tools.sharing(row.seller_id, row.status_url, row.short_id),
    });
  }

  private sweepGapS(): number {
    const now = this.parts.clock.now();
    let [tick, longest] = [now, 0];
    for (let n = 0; n < TICKS && tick < now + HORIZON_MS; n++) {
      const next = nextTick(this.parts.rules.sweepCron, tick);
      longest = Math.max(longest, next - tick);
      tick = next;
    }
    return longest / 1_000;
  }

  private async past(shortId: string): Promise<Eta | null> {
    const learned = await learnedDurations(this.parts.durations, shortId, this.parts.clock.now());
    return learned && etaAfter(learned.distribution, learned.sample, 0);
  }

  /** As its newest conformance test found it. */
  private async retryAfterS({ short_id }: ToolRow): Promise<number | null> {
    const [newest] = await this.parts.tests.list(short_id, 1, null);
    const kept = newest ? (JSON.parse(newest.evidence) as Partial<Evidence>) : {};
    return longestRetryAfterS({ probes: kept.probes ?? {} });
  }
}
