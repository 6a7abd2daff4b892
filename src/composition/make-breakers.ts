import type { Clock } from '../domain/clock.js';
import type { Database } from '../storage/database/database.js';
import type { WorkRow } from '../storage/entities/work.js';
import { OrderStore } from '../storage/order-store.js';
import { OutageStore } from '../storage/outage-store.js';
import { ToolStore } from '../storage/tool-store.js';
import type { WorkStore } from '../storage/work-store.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { Metrics } from '../telemetry/metrics.js';
import { Breakers } from '../work/breakers.js';
import { Outages } from '../work/outages.js';

export interface BreakersNeeds {
  readonly database: Database;
  readonly work: WorkStore;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: LogEvents;
  readonly metrics: Metrics;
}

export interface BreakersRoom {
  readonly breakers: Breakers;
  readonly outages: Outages;
}

/** The breakers, with what they ask of other rooms and whom they tell; and what is written down of the outages that they see. */
export function makeBreakers({ database, work, clock, random, log, metrics }: BreakersNeeds): BreakersRoom {
  const [orders, tools] = [new OrderStore(database), new ToolStore(database)];
  const outages = new Outages({
    ...{ store: new OutageStore(database), unit: database.unit, clock },
    sellerOf: async (shortId) => (await tools.find(shortId))?.seller_id ?? null,
    broke: (error) => log.broke('an outage could not be written down', error),
  });
  const breakers = new Breakers({
    ...{ work, unit: database.unit, clock, random },
    sellerOf: async (lane) => (await tools.find(shortIdOf(lane)))?.seller_id ?? lane,
    latestFor: async (row: WorkRow) =>
      row.kind === 'check' ? ((await orders.find(row.subject))?.deadline_at ?? 0) : Infinity,
    outages: { keep: outages, shortIdOf },
    watch: {
      news: ({ scope, lane, origin }, news) => {
        if (news.kind === 'opened') metrics.breakerOpened(scope);
        log.breaker({ ...news, scope, origin, ...(scope === 'pair' && { shortId: shortIdOf(lane) }) });
      },
      heldBack: ({ kind }) => metrics.workHeldBack(kind),
    },
  });
  metrics.watchBreakers(() => breakers.counts());
  return { breakers, outages };
}

/** The tool whose calls run in a lane (`laneOf` in `orders/schedule-checks.ts`). */
function shortIdOf(lane: string): string {
  return lane.replace(/^tool:/, '');
}
