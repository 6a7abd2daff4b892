import base from '../../jest.config.js';

/** What reads and writes a database, once more on Postgres. */
export default {
  ...base,
  rootDir: '../..',
  roots: [
    'journeys',
    'jobs',
    'polls',
    'schedules',
    'signing',
    'orders',
    'share',
    'sellers',
    'conformance',
    'regressions',
    'upkeep',
    'postgres',
    'storage',
    'secrets',
  ].map((room) => `<rootDir>/test/${room}`),
  testPathIgnorePatterns: [
    // These name their databases themselves, and run on both in every run.
    '<rootDir>/test/(upkeep/(backup|move-|restore-|rotate-)|regressions/stopped-as-it-connected)',
    // What these are about is in no database.
    '<rootDir>/test/storage/files/',
    '<rootDir>/test/(jobs/fair-share|conformance/(conformance|page))',
    // These look at keys that are made beside SQLite's file, and at the clock of one process, whose jumps move its work.
    '<rootDir>/test/(secrets/made-keys|jobs/clock-set-back|regressions/tried-for-six-hours-in-a-jump)',
  ],
  // What is a function call on SQLite is a round trip to a server here.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/postgres/start-server.mjs',
  globalTeardown: '<rootDir>/test/postgres/stop-server.mjs',
};
