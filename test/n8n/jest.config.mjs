import base from '../../jest.config.js';

/** The main configuration, for n8n: five minutes to install, so it has a script of its own and is no part of `.ci/run`. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/n8n'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 120_000,
};
