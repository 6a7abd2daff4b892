import base from '../../jest.config.js';

/** The main configuration, for counterparts that are not ours: installed once into a cache, then started for real. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/real'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 60_000,
};
