import { openSqlite } from '../../src/storage/database/database.js';
import { WorkStore } from '../../src/storage/work-store.js';
import { EmbeddedEngine } from '../../src/work/embedded/embedded-engine.js';
import { engineSuite } from './engine-suite.js';

engineSuite({
  name: 'embedded',
  openDatabase: openSqlite,
  make: ({ database, clock, limits, attempt, broke }) =>
    new EmbeddedEngine({
      ...{ work: new WorkStore(database), unit: database.unit, clock, limits, attempt, broke },
    }),
});
