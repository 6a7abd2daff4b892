import { AsyncLocalStorage } from 'node:async_hooks';
import type PgBoss from 'pg-boss';
import type { PostgresDatabase } from '../../../src/storage/database/postgres.js';
import type { SqlValue } from '../../../src/storage/database/unit-of-work.js';
import type { WorkRow } from '../../../src/storage/entities/work.js';
import { WorkClaims } from '../../../src/storage/work-claims.js';
import { WorkStore } from '../../../src/storage/work-store.js';
import { BossQueue } from '../../../src/work/distributed/boss-queue.js';
import { BossSource } from '../../../src/work/distributed/boss-source.js';
import { openBoss, workIdOf } from '../../../src/work/distributed/boss.js';
import { Lease } from '../../../src/work/distributed/lease.js';
import type { Places } from '../../../src/work/distributed/places.js';
import { ManualClock } from '../../support/manual-clock.js';
import { gated, type Gates } from './gates.js';

/** A beat moves on what has stood for a minute; the test lets an hour pass. Nothing beats by itself. */
const TIMES = { expireInS: 120, beatMs: 60_000 };

/** What is told of the unit of one step: each of its tries, and what came of it at its commit. */
export interface Unit {
  /** Jobs were handed out, before the unit that takes their rows. */
  fetched?: (workIds: readonly string[]) => void;
  begun?: () => void;
  committed?: (value: unknown) => void;
}

/** One process: its own way to the database, and all that stands on it. */
export interface Process {
  readonly name: string;
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly work: WorkStore;
  /** A dead one does nothing any more at whatever gate it stands. */
  readonly life: { isDead: boolean };
  /** All that it was ever handed: what has been stopped goes on with whatever it had in hand. */
  readonly handed: WorkRow[];
  source: BossSource;
  /** Says that what it was handed last lives, and takes back what nobody says that of. */
  beat(): Promise<void>;
}

export const clock = new ManualClock();
/** Of whichever step runs. */
export const unitOf = new AsyncLocalStorage<Unit>();

/** A process of the distributed engine without its engine: the test does what the engine would, in any order. */
export async function openProcess(name: string, real: PostgresDatabase, gates: Gates): Promise<Process> {
  const life = { isDead: false };
  const pass = async (what: string) => {
    await gates.pass(`${name}: ${what}`);
    if (life.isDead) throw new Error(`${name} is dead.`);
  };
  const database = gated(real, pass, {
    begun: () => unitOf.getStore()?.begun?.(),
    committed: (value) => unitOf.getStore()?.committed?.(value),
  });
  const boss = await openBoss(database, TIMES);
  const queue = new BossQueue(boss, clock, Date.now);
  const work = new WorkStore(database, queue);
  const process: Process = {
    ...{ name, database, boss, work, life, handed: [] },
    source: sourceOf(database, boss, queue, work),
    beat: async () => {
      const broke = () => undefined;
      const lease = new Lease({ boss, pulse: database.pulse, times: TIMES, broke });
      try {
        await lease.open(
          () => process.handed.slice(-2),
          () => undefined,
        );
      } finally {
        await lease.close();
      }
    },
  };
  return process;
}

/** As it is before anything was taken. */
export function startAnew(process: Process): void {
  process.life.isDead = false;
  process.handed.length = 0;
  process.source = sourceOf(process.database, process.boss, new BossQueue(process.boss, clock, Date.now), process.work);
}

function sourceOf(database: PostgresDatabase, boss: PgBoss, queue: BossQueue, work: WorkStore): BossSource {
  return new BossSource({
    ...{ boss, queue, work, clock, unit: database.unit, claims: new WorkClaims(database) },
    // It may stand still after it was sure: nothing but the guards counts here.
    lease: { isSure: () => true } as Lease,
    places: null as unknown as Places,
    ...{ listen: async () => undefined, unlisten: async () => undefined },
    fetchBy: {
      executeSql: async (text, values) => {
        const rows = await database.statement<{ id: string }>(text, values as SqlValue[]);
        unitOf.getStore()?.fetched?.(rows.map(({ id }) => workIdOf(id)));
        return { rows };
      },
    },
  });
}
