import { openPostgres, type PostgresDatabase } from '../../src/storage/database/postgres.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { openSharedQueue } from '../../src/work/distributed/distributed-engine.js';
import type { WorkEngine } from '../../src/work/work-engine.js';
import type { TestPostgres } from '../support/postgres.js';
import type { EngineAdapter } from './engine-world.js';

/** The dead are found in a second or two here: tests have no time. */
const TIMES = { expireInS: 2, beatMs: 250 };

/** The engine of many processes, on a real Postgres; each world has a database of its own. */
export function distributed(server: () => TestPostgres): EngineAdapter {
  const urls = new Map<string, string>();
  const kills = new Map<WorkEngine, () => Promise<void>>();
  let url = '';
  return {
    name: 'distributed',
    ...{ scale: 0.2, batch: 100 },
    watchesClock: false,
    isShared: true,
    openDatabase: async (path) => {
      url = await server().fresh();
      urls.set(path, url);
      return openPostgres(url);
    },
    make: async ({ database, clock, jumped: _, ...parts }) => {
      const shared = await openSharedQueue({ database: database as PostgresDatabase, url, clock, times: TIMES });
      const work = new WorkStore(database, shared.queue);
      const { engine, source } = shared.engine({ ...parts, work, random: () => 0.5 });
      // The queue waits by the database's clock: what the test's clock makes due is moved there.
      clock.onAdvance(
        () =>
          void shared.reconcile().then(
            () => engine.wake(),
            () => undefined,
          ),
      );
      kills.set(engine, () => source.close());
      return { engine, work };
    },
    kill: async (engine) => kills.get(engine)?.(),
    hasTakenAll: async (database, now) => {
      const left = await database.read('SELECT 1 FROM work WHERE claim = 0 AND due_at <= $1 LIMIT 1', [now]);
      return left.length === 0;
    },
  };
}
