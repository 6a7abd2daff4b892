import { knob, optional } from './knob.js';
import * as address from './parse-addresses.js';
import { storageUrl } from './parse-storage.js';
import * as value from './parse-values.js';

/** Where data lies and what seals it. */
export const storingKnobs = {
  database: knob({
    name: 'DATABASE_URL',
    type: 'sqlite:<path> or postgres://...',
    fallback: 'sqlite:./data/roundtrip.sqlite',
    sentence:
      'Where the database is. SQLite serves one process, and its folder also holds the lock and key files; PostgreSQL 14 or newer any number.',
    secret: true,
    parse: address.databaseUrl,
  }),
  storage: knob({
    name: 'STORAGE_URL',
    type: 'file:<folder> or s3://<bucket>',
    fallback: 'file:./data/files',
    sentence:
      'Where result files are kept: a folder, or s3://bucket/prefix?endpoint=URL&region=NAME, of its own, with the usual AWS credential variables.',
    secret: true,
    parse: storageUrl,
  }),
  retentionDays: knob({
    name: 'RETENTION_DAYS',
    type: 'days',
    fallback: '30',
    sentence:
      'How long attempts, events, finished jobs and polls are kept once they, or their order, have ended: 1 to 3650 (docs/retention.md).',
    parse: value.wholeNumber(1, 3650),
  }),
  resultRetentionDays: optional({
    name: 'RESULT_RETENTION_DAYS',
    type: 'days, or never',
    defaultWords: 'never',
    sentence: 'How long after its end an order is erased, with its result, as `DELETE` does it: 1 to 3650.',
    parse: value.neverOr(value.wholeNumber(1, 3650)),
  }),
  adminToken: optional({
    name: 'ADMIN_TOKEN',
    type: 'secret text',
    defaultWords: 'SQLite: made on the first start into the data folder; Postgres: required',
    sentence: 'The bearer token of the first admin, at least 32 characters.',
    secret: true,
    parse: value.bearerToken(32),
  }),
  encryptionKey: optional({
    name: 'ENCRYPTION_KEY',
    type: '32 bytes, base64',
    defaultWords: 'SQLite: made on the first start into the data folder; Postgres: required',
    sentence: "The key that seals sellers' headers and secrets.",
    secret: true,
    parse: value.encryptionKey,
  }),
  encryptionKeyPrevious: optional({
    name: 'ENCRYPTION_KEY_PREVIOUS',
    type: '32 bytes, base64',
    sentence: 'The key before this one: opens what it sealed while keys are rotated.',
    secret: true,
    parse: value.encryptionKey,
  }),
};
