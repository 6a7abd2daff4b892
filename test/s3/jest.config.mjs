import base from '../../jest.config.js';

/** The main configuration, for the S3 server that `run.mjs` has started. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/s3'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: ['<rootDir>/test/s3/one-error.mjs'],
  testTimeout: 40_000,
};
