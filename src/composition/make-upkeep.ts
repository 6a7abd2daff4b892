import type { Clock } from '../domain/clock.js';
import type { Settings } from '../settings/load-settings.js';
import type { Database } from '../storage/database/database.js';
import { OldCallsStore } from '../storage/old-calls-store.js';
import { OldOrdersStore } from '../storage/old-orders-store.js';
import { OldRowsStore } from '../storage/old-rows-store.js';
import { OutageStore } from '../storage/outage-store.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { Metrics } from '../telemetry/metrics.js';
import { ForgetOld } from '../upkeep/forget-old.js';

export interface UpkeepNeeds {
  readonly settings: Pick<Settings, 'retentionDays' | 'resultRetentionDays'>;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: LogEvents;
  readonly metrics: Metrics;
  readonly erase: (orderId: string) => Promise<void>;
}

/** What removes by age. */
export function makeForgetOld({ settings, database, clock, log, metrics, erase }: UpkeepNeeds): ForgetOld {
  const { retentionDays, resultRetentionDays } = settings;
  return new ForgetOld({
    ...{ rows: new OldRowsStore(database), calls: new OldCallsStore(database), orders: new OldOrdersStore(database) },
    outages: new OutageStore(database),
    ...{ erase, clock, retentionDays, resultRetentionDays },
    forgot: (counts) => {
      metrics.forgot(counts);
      log.forgot(counts);
    },
  });
}
