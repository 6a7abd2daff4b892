import base from '../../jest.config.js';

process.env['API_PROXY'] = '1';

/** The API as its document has it: linted, and every journey's requests and answers held against it by a proxy between. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/api', '<rootDir>/test/journeys'],
  testPathIgnorePatterns: ['/node_modules/'],

  testTimeout: 60_000,
};
