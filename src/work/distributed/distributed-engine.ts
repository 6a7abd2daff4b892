import type PgBoss from 'pg-boss';
import type { Clock } from '../../domain/clock.js';
import { DatabaseClock } from '../../storage/database/database-clock.js';
import { PostgresSession } from '../../storage/database/postgres-session.js';
import { preparingQueue, type PostgresDatabase } from '../../storage/database/postgres.js';
import type { SqlValue } from '../../storage/database/unit-of-work.js';
import { WorkClaims } from '../../storage/work-claims.js';
import type { WorkKey, WorkStore } from '../../storage/work-store.js';
import type { SourceHooks, WorkSource } from '../work-source.js';
import type { Appetite } from '../engine/lanes.js';
import { LanedEngine, type LanedEngineParts } from '../engine/laned-engine.js';
import { BossSource } from './boss-source.js';
import { BossQueue, WORK_CHANNEL } from './boss-queue.js';
import { openBoss } from './boss.js';
import { Lease, LEASE_TIMES, type LeaseTimes } from './lease.js';
import { Places } from './places.js';
import { reconcile, type Reconciled } from './reconcile.js';

/** Little is taken ahead: what a process cannot begin soon is for the others. */
const APPETITE: Appetite = { batch: 100, laneHolds: 40, most: 512 };

export interface SharedQueue {
  readonly queue: BossQueue;
  /** Makes an engine on it; a process that only answers requests makes one, too, and does not start it. */
  engine(parts: DistributedEngineParts): SharedEngine;
  /** Hands over what the queue forgot, and wakes nobody. */
  reconcile(): Promise<Reconciled>;
}

export interface SharedEngine {
  readonly engine: LanedEngine;
  /** Where it takes its work from; the engine opens and closes it. */
  readonly source: WorkSource;
}

export type DistributedEngineParts = Omit<LanedEngineParts, 'source' | 'appetite' | 'unit' | 'jumps' | 'clock'> & {
  readonly work: WorkStore;
  /** Stands between the engine and its source: counts what is taken. */
  readonly around?: (source: WorkSource) => WorkSource;
};

export interface SharedQueueParts {
  readonly database: PostgresDatabase;
  /** For the session of its own. */
  readonly url: string;
  readonly clock: Clock;
  readonly times?: LeaseTimes;
}

/** Opens the queue that many processes share. */
export async function openSharedQueue(parts: SharedQueueParts): Promise<SharedQueue> {
  const { database, url, clock, times = LEASE_TIMES } = parts;
  const boss = await preparingQueue(url, () => openBoss(database, times));
  const queue = new BossQueue(boss, clock, clock instanceof DatabaseClock ? undefined : Date.now);
  return {
    queue,
    engine: (engineParts) => makeEngine({ ...parts, times }, boss, queue, engineParts),
    reconcile: () => reconcile(database, queue, clock),
  };
}

function makeEngine(
  { database, url, clock, times }: Required<SharedQueueParts>,
  boss: PgBoss,
  queue: BossQueue,
  { around = (source) => source, ...parts }: DistributedEngineParts,
): SharedEngine {
  const { unit } = database;
  let hooks: Pick<SourceHooks, 'wake' | 'wanted'> = { wake: () => undefined, wanted: () => undefined };
  const places = new Places(
    (sql, params) => session.query(sql, params),
    (error) => session.drop(error),
  );
  const session: PostgresSession = new PostgresSession(url, 'work', {
    connected: async (query) => {
      await query(`LISTEN ${WORK_CHANNEL}`);
      await places.takeAgain(query);
      hooks.wake();
    },
    heard: (_channel, payload) => {
      if (payload !== '') hooks.wanted(JSON.parse(payload) as WorkKey);
      hooks.wake();
    },
    lost: parts.broke,
  });
  const source = new BossSource({
    ...{ boss, queue, claims: new WorkClaims(database), work: parts.work, unit: database.engineUnit, clock, places },
    lease: new Lease({ boss, pulse: database.pulse, times, broke: parts.broke }),
    fetchBy: tellingDb(database, parts.broke),
    listen: async (engine) => {
      hooks = engine;
      await session.open();
    },
    unlisten: () => session.close(),
  });
  const jumps = { settle: async () => undefined };
  return {
    engine: new LanedEngine({ ...parts, unit, clock, jumps, source: around(source), appetite: APPETITE }),
    source,
  };
}

/** pg-boss takes every error of a fetch for an empty queue. */
function tellingDb(database: PostgresDatabase, broke: (error: unknown) => void): PgBoss.Db {
  return {
    executeSql: async (text, values) => {
      try {
        return { rows: await database.statement<unknown>(text, values as SqlValue[]) };
      } catch (error) {
        broke(error);
        throw error;
      }
    },
  };
}
