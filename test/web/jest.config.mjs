import base from '../../jest.config.js';

/** The main configuration, for what needs a browser: the built pages, served by a real server, shown by Debian's Chromium. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/web'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/web/prepare-browser.mjs',
  // A browser has several processes of its own.
  maxWorkers: 1,
  workerIdleMemoryLimit: undefined,
  testTimeout: 90_000,
};
