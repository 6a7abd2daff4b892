import type { Clock } from '../domain/clock.js';
import type { Settings } from '../settings/load-settings.js';
import { DatabaseClock } from '../storage/database/database-clock.js';
import { systemClock } from '../domain/clock.js';
import { timeIdsBy } from '../domain/ids.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { SharedQueue } from '../work/distributed/distributed-engine.js';
import type { Rooms } from './make-rooms.js';
import type { OpenedStorage } from './open-storage.js';
import { dutiesOf } from './roles.js';

export interface OwnTime {
  readonly clock: Clock;
  stop(): void;
}

/** The time that this process goes by: processes that share a database have its time, and take that of their ids from it. */
export async function timeOf({ database }: Pick<OpenedStorage, 'database'>): Promise<OwnTime> {
  if (database.kind === 'sqlite') return { clock: systemClock, stop: () => undefined };
  const clock = await DatabaseClock.start({
    ask: async () => {
      const sql = 'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms';
      return Number((await database.read<{ ms: number }>(sql))[0]?.ms);
    },
  });
  timeIdsBy(() => clock.now());
  return { clock, stop: () => clock.stop() };
}

export interface Working {
  readonly settings: Settings;
  readonly storage: OpenedStorage;
  readonly rooms: Rooms;
  readonly shared: SharedQueue | null;
  readonly clock: Clock;
  readonly log: LogEvents;
}

/** Before anything is received: nobody is at what a process that died was at, once no other process lives. */
export async function takeUp({ storage, rooms }: Working): Promise<void> {
  await storage.company.join('present', () => rooms.orders.receiveUpload.freeClaims());
}

/** Once it listens. What was missed while nobody worked is moved on before the engine starts. */
export async function startWork(working: Working): Promise<void> {
  const { settings, storage, rooms, clock } = working;
  if (!dutiesOf(settings.role).works) return;
  const { plan } = rooms.cronSchedules;
  await storage.company.join('working', async () => {
    await plan.skipMissed(clock.now());
    // The clock may have been set back while we were down, or as the last process died.
    await plan.replan(clock.now());
  });
  await handOver(working);
  await rooms.engineRoom.engine.start();
}

/** Work that the shared queue does not know of, or not rightly: none but after a move from another database. */
export async function handOver({ shared, log }: Pick<Working, 'shared' | 'log'>): Promise<void> {
  const found = await shared?.reconcile();
  if (found && found.missing + found.apart > 0) log.reconciled(found);
}

/** Once the engine has stopped; where others work on, they open the ticks that are due now. */
export async function endWork({ settings, rooms, clock, log }: Working): Promise<void> {
  if (!dutiesOf(settings.role).works) return;
  await rooms.cronSchedules.plan
    .keepDue(clock.now())
    .catch((error: unknown) => log.broke('ticks that were due could not be kept, and may be left out', error));
  await rooms.engineRoom.sweeps.writeDown();
}
