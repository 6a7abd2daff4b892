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
    'sellers',
    'regressions',
    'upkeep',
    'postgres',
    'storage',
    'secrets',
    'access',
    'properties',
  ].map((room) => `<rootDir>/test/${room}`),
  // These name their databases themselves, and run on both in every run.
  testPathIgnorePatterns: ['<rootDir>/test/upkeep/(backup|move-|restore-|rotate-)'],
  globalSetup: '<rootDir>/test/postgres/start-server.mjs',
  globalTeardown: '<rootDir>/test/postgres/stop-server.mjs',
};
