import base from '../../jest.config.js';

/** The main configuration, for what needs root: networks of the test's own, made and removed by each file. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/system'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/system/prepare-machine.mjs',
  // In this process, whose end takes the namespaces with it.
  maxWorkers: 1,
  workerIdleMemoryLimit: undefined,
  testTimeout: 40_000,
};
