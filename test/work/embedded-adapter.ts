import { openSqlite } from '../../src/storage/database/database.js';
import { GapStore } from '../../src/storage/gap-store.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { ClockJumps } from '../../src/work/clock-jumps.js';
import { embeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import type { EngineAdapter } from './engine-world.js';

export const embedded: EngineAdapter = {
  name: 'embedded',
  ...{ scale: 1, batch: 500 },
  watchesClock: true,
  isShared: false,
  openDatabase: openSqlite,
  make: async ({ database, clock, jumped, ...parts }) => {
    const { unit } = database;
    const jumps = new ClockJumps({ clock, unit, gaps: new GapStore(), jumped, broke: parts.broke });
    const work = new WorkStore(database, jumps.queue);
    return { engine: embeddedEngine({ ...parts, database, work, clock, jumps, random: () => 0.5 }), work };
  },
  kill: async () => undefined,
  hasTakenAll: async (database, now) => {
    const left = await database.read('SELECT 1 FROM work WHERE claim = 0 AND due_at <= $1 LIMIT 1', [now]);
    return left.length === 0;
  },
};
