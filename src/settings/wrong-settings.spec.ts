import { describe, expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.js';

const bytes = (n: number) => Buffer.alloc(n, 5).toString('base64');

const wrong: Record<string, string[]> = {
  PORT: ['http', '-1', '65536', '3000.5', '0x10', '1e3', '3000;'],
  HOST: ['127.0.0.1:3000', 'a b', 'http://x', '300.1.1.1', '-x', '10.1'],
  PUBLIC_URL: [
    'rt.example',
    'ftp://x',
    'https://x/?a=1',
    'https://x/?',
    'https://x/#a',
    'https://u:p4ss@x/',
    'https://',
    'https://a b',
  ],
  TRUST_PROXY: ['proxy.lan', '10.0.0.0/33', '10.1', '10.0.0.1 10.0.0.2'],
  EMBED_ORIGINS: [
    'shop.example',
    'http://shop.example',
    'http://127.0.0.1',
    'https://shop.example/path',
    'https://shop.example?a',
    'https://shop.example/#a',
    'https://u:p@shop.example',
    'https://*.example',
    '*',
    "https://a;script-src'self'",
    'https://a b',
    'https://a_b',
    'https://shop.example\\',
    'https://shop.example,http://other.example',
    'ftp://localhost',
    'data:,x',
    "'self'",
  ],
  MAX_BYTES_IN_FLIGHT: ['0', '8388607', '1099511627777', '256MB'],
  METRICS_TOKEN: ['with space', 'späm'],
  LOG_LEVEL: ['verbose', 'INFO'],
  LOG_FORMAT: ['text'],
  ROLE: ['API', 'both'],
  DATABASE_URL: [
    'postgres://u:p4ss@db',
    'postgresql://db/',
    'postgres:///rt',
    'postgres://u:p%@ss@db:x/rt',
    'mysql://db',
    'sqlite:',
    'sqlite::memory:',
    'sqlite:a?mode=ro',
    './a',
  ],
  STORAGE_URL: [
    'file:',
    './files',
    'https://x',
    's3:',
    's3:bucket',
    's3://',
    's3://Bucket',
    's3://ab',
    's3://under_score',
    's3://10.0.0.1',
    's3://a..b',
    's3://-bucket',
    's3://key:p4ss@bucket',
    `s3://${'b'.repeat(64)}`,
    's3://bucket//a',
    's3://bucket/a/../b',
    's3://bucket/ä',
    `s3://bucket/${'p'.repeat(201)}`,
    's3://bucket#a',
    's3://bucket?endpoint=x',
    's3://bucket?endpoint=https://u:p4ss@x',
    's3://bucket?endpoint=https://x/?a',
    's3://bucket?endpoint=ftp://x',
    's3://bucket?endpoint=https://x&endpoint=https://y',
    's3://bucket?region=',
    's3://bucket?region=eu west',
    's3://bucket?region=eu&tls=off',
  ],
  ADMIN_TOKEN: ['a'.repeat(31), `${'a'.repeat(40)} b`, 'ü'.repeat(40)],
  ENCRYPTION_KEY: [
    bytes(31),
    bytes(33),
    bytes(32).replace('=', ''),
    `${bytes(32)}=`,
    'k'.repeat(32),
    bytes(32).replace('B', '-'),
  ],
  ENCRYPTION_KEY_PREVIOUS: [bytes(16)],
  INTAKE_SECRET: [bytes(32), `whsec_${bytes(23)}`, `whsec_${bytes(65)}`, 'whsec_', `whsec_${bytes(32)}x`],
  MARKETPLACE_WEBHOOK_URL: ['marketplace.example/hook', 'https://u:p4ss@x/', 'https://x/#top', 'javascript:alert(1)'],
  MARKETPLACE_WEBHOOK_SECRET: ['shh', `whsec_${bytes(10)}`],
  OPERATOR_ALERT_URL: ['mailto:me@example.com'],
  SWEEP_CRON: ['* * * *', '* * * * * * *', '61 * * * *', 'x * * * *', '0 0 31 2 *', '@hourly'],
  CHECK_TIMEOUT_MS: ['0', '8s', '600001'],
  FORWARD_TIMEOUT_MS: ['0', ''.padStart(20, '9')],
  MIN_CHECK_INTERVAL_S: ['-1', '1,5', '.5', 'NaN', 'Infinity'],
  SELLER_WORK: ['true', 'yes', 'ON'],
  CONFORMANCE_REQUIRED: ['true', '1'],
  CONFORMANCE_NIGHTLY: ['yes'],
  MAX_CONCURRENCY: ['0', '100001', 'many'],
  MAX_CONCURRENCY_PER_ORIGIN: ['0'],
  RETENTION_DAYS: ['0', '3651', '1.5', 'never', 'x'],
  RESULT_RETENTION_DAYS: ['0', '3651', 'always'],
  DNS_SERVERS: ['dns.example', '9.9.9.9:0', '9.9.9.9:70000', '[9.9.9.9', '1.1'],
  ALLOWED_PRIVATE_NETWORKS: [
    '10.0.0.0/33',
    '10/8',
    '10.1.2.3/8',
    'fd00::1/8',
    'localhost',
    '10.0.0.0/8/8',
    '10.0.0.0/',
  ],
};

const pairs = (table: Record<string, string[]>) =>
  Object.entries(table).flatMap(([name, texts]) => texts.map((text): [string, string] => [name, text]));

describe('a wrong setting', () => {
  it.each(pairs(wrong))('stops the start in one line that names it: %s=%s', (name, text) => {
    expect(problemOf({ [name]: text })).toMatch(new RegExp(`^${name} (must|for) [^\\n]+\\.$`));
  });

  it('is named before the start where a webhook URL has no secret', () => {
    expect(problemOf({ MARKETPLACE_WEBHOOK_URL: 'https://m.example/hook' })).toMatch(
      /^MARKETPLACE_WEBHOOK_SECRET must be set when MARKETPLACE_WEBHOOK_URL is/,
    );
  });

  it.each(['api', 'worker'])('stops the start where it wants a role of its own on SQLite: %s', (ROLE) => {
    expect(problemOf({ ROLE })).toMatch(/^ROLE must be all where DATABASE_URL is SQLite/);
  });

  it('stops the start on Postgres, where all processes share them, without a token or a key', () => {
    const [DATABASE_URL, ADMIN_TOKEN] = ['postgres://u:p4ss@db/rt', 'x'.repeat(32)];
    expect(problemOf({ DATABASE_URL, ENCRYPTION_KEY: bytes(32) })).toMatch(/^ADMIN_TOKEN must be set/);
    expect(problemOf({ DATABASE_URL, ADMIN_TOKEN })).toMatch(/^ENCRYPTION_KEY must be set/);
  });

  it('stops the start of a worker that does not know where the links lead that it hands out', () => {
    const shared = { DATABASE_URL: 'postgres://u:p4ss@db/rt', ADMIN_TOKEN: 'x'.repeat(32), ENCRYPTION_KEY: bytes(32) };
    expect(problemOf({ ...shared, ROLE: 'worker' })).toMatch(/^PUBLIC_URL must be set where ROLE is worker/);
    expect(loadSettings({ ...shared, ROLE: 'worker', PUBLIC_URL: 'https://rt.example' }).ok).toBe(true);
  });

  it('is quoted when it is no secret, on one line and cut short', () => {
    expect(problemOf({ PORT: '80\n80' })).toBe('PORT must be a whole number from 0 to 65535; it is "80?80".');
    expect(problemOf({ LOG_LEVEL: 'x'.repeat(500) }).length).toBeLessThan(160);
  });

  it('says how to write a network that begins elsewhere', () => {
    expect(problemOf({ ALLOWED_PRIVATE_NETWORKS: '10.1.2.3/8' })).toContain('10.0.0.0/8');
  });

  it('is told by name where it stands in the query of STORAGE_URL', () => {
    expect(problemOf({ STORAGE_URL: 's3://bucket?region=eu&access_key=CANARY' })).toBe(
      'STORAGE_URL must have no "access_key" in its query: endpoint and region are all there is.',
    );
  });

  it.each([
    ['ADMIN_TOKEN', 'CANARY'],
    ['ENCRYPTION_KEY', 'CANARY'],
    ['ENCRYPTION_KEY_PREVIOUS', 'CANARY'],
    ['INTAKE_SECRET', 'whsec_CANARY'],
    ['MARKETPLACE_WEBHOOK_SECRET', 'whsec_CANARY'],
    ['METRICS_TOKEN', 'CANARY CANARY'],
    ['DATABASE_URL', 'postgres://u:CANARY@db'],
    ['STORAGE_URL', 's3://bucket?key=CANARY'],
    ['STORAGE_URL', 's3://bucket?CANARY'],
    ['STORAGE_URL', 's3://id:CANARY@bucket'],
    ['STORAGE_URL', 's3://bucket?endpoint=https://id:CANARY@x'],
    ['PUBLIC_URL', 'https://u:CANARY@x/'],
    ['MARKETPLACE_WEBHOOK_URL', 'https://u:CANARY@x/'],
    ['OPERATOR_ALERT_URL', 'https://u:CANARY@x/'],
  ])('never tells a secret: %s', (name, text) => {
    expect(problemOf({ [name]: text })).not.toContain('CANARY');
  });
});

function problemOf(env: Record<string, string>): string {
  const result = loadSettings(env, false);
  return result.ok ? 'it was accepted' : result.problem;
}
