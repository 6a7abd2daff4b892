import { openSqlite } from '../../src/storage/database/database.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { EmbeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import type { EngineAdapter } from './engine-world.js';

export const embedded: EngineAdapter = {
  name: 'embedded',
  openDatabase: openSqlite,
  make: ({ database, clock, limits, attempt, attemptGroup, broke }) =>
    new EmbeddedEngine({
      ...{ work: new WorkStore(database), unit: database.unit, clock, limits, attempt, attemptGroup, broke },
    }),
  hasTakenAll: async (database, now) => {
    const left = await database.read('SELECT 1 FROM work WHERE claim = 0 AND due_at <= $1 LIMIT 1', [now]);
    return left.length === 0;
  },
};
