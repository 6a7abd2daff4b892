import { describe, expect, it } from '@jest/globals';
import { loadSettings, publicUrlAt, type Settings } from './load-settings.js';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const key = Buffer.alloc(32, 9).toString('base64');
const s3 = (given: object) => ({
  ...{ kind: 's3', bucket: 'my-bucket', prefix: '', endpoint: null, region: null },
  ...given,
});

describe('settings', () => {
  it('have a default each', () => {
    expect(loaded({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://127.0.0.1:3000',
      publicUrlIsSet: false,
      trustProxy: [],
      logLevel: 'info',
      logFormat: 'json',
      database: { kind: 'sqlite', path: './data/roundtrip.sqlite' },
      storage: { kind: 'file', path: './data/files' },
      sweepCron: '*/15 * * * *',
      checkTimeoutMs: 8000,
      forwardTimeoutMs: 30_000,
      minCheckIntervalS: 1,
      maxConcurrency: 256,
      maxConcurrencyPerOrigin: 64,
      dnsServers: [],
      allowedPrivateNetworks: [],
      role: 'all',
      sellerWork: false,
      retentionDays: 30,
      maxBytesInFlight: 268_435_456,
      conformanceRequired: false,
      conformanceNightly: false,
      embedOrigins: [],
    });
  });

  it.each<[string, string, keyof Settings, unknown]>([
    ['PORT', '0', 'port', 0],
    ['PORT', ' 8080 ', 'port', 8080],
    ['HOST', '::', 'host', '::'],
    ['HOST', 'my-box.lan', 'host', 'my-box.lan'],
    ['PUBLIC_URL', 'https://rt.example/base/', 'publicUrl', 'https://rt.example/base'],
    ['PUBLIC_URL', 'HTTPS://RT.example', 'publicUrl', 'https://rt.example'],
    ['TRUST_PROXY', '10.0.0.1, fd00::/8,', 'trustProxy', ['10.0.0.1', 'fd00::/8']],
    ['METRICS_TOKEN', 'scrape-me', 'metricsToken', 'scrape-me'],
    ['LOG_LEVEL', 'silent', 'logLevel', 'silent'],
    ['LOG_FORMAT', 'pretty', 'logFormat', 'pretty'],
    ['DATABASE_URL', 'sqlite:/var/lib/rt/db', 'database', { kind: 'sqlite', path: '/var/lib/rt/db' }],
    ['DATABASE_URL', 'sqlite:///var/db', 'database', { kind: 'sqlite', path: '/var/db' }],
    ['STORAGE_URL', 'file:files', 'storage', { kind: 'file', path: 'files' }],
    ['STORAGE_URL', 's3://my-bucket', 'storage', s3({})],
    ['STORAGE_URL', 'S3://my-bucket/', 'storage', s3({})],
    ['STORAGE_URL', 's3://my-bucket/a/b-1/?region=eu-1', 'storage', s3({ prefix: 'a/b-1', region: 'eu-1' })],
    [
      'STORAGE_URL',
      's3://my-bucket?endpoint=http://[::1]:9000/s3/&region=auto',
      'storage',
      s3({ endpoint: 'http://[::1]:9000/s3', region: 'auto' }),
    ],
    ['STORAGE_URL', 's3://my-bucket?endpoint=https%3A%2F%2Fx', 'storage', s3({ endpoint: 'https://x' })],
    ['ADMIN_TOKEN', 'a'.repeat(32), 'adminToken', 'a'.repeat(32)],
    ['ENCRYPTION_KEY', key, 'encryptionKey', Buffer.alloc(32, 9)],
    ['ENCRYPTION_KEY_PREVIOUS', key, 'encryptionKeyPrevious', Buffer.alloc(32, 9)],
    ['INTAKE_SECRET', secret, 'intakeSecret', secret],
    ['MARKETPLACE_WEBHOOK_SECRET', secret, 'marketplaceWebhookSecret', secret],
    ['OPERATOR_ALERT_URL', 'http://10.0.0.5/alerts?team=a', 'operatorAlertUrl', 'http://10.0.0.5/alerts?team=a'],
    ['SWEEP_CRON', '*/5  * * * * *', 'sweepCron', '*/5 * * * * *'],
    ['CHECK_TIMEOUT_MS', '1', 'checkTimeoutMs', 1],
    ['FORWARD_TIMEOUT_MS', '600000', 'forwardTimeoutMs', 600_000],
    ['MIN_CHECK_INTERVAL_S', '0.25', 'minCheckIntervalS', 0.25],
    ['MAX_CONCURRENCY', '1', 'maxConcurrency', 1],
    ['MAX_CONCURRENCY_PER_ORIGIN', '8', 'maxConcurrencyPerOrigin', 8],
    ['DNS_SERVERS', '9.9.9.9:5353,[::1]:53,2620:fe::9', 'dnsServers', ['9.9.9.9:5353', '[::1]:53', '2620:fe::9']],
    ['ALLOWED_PRIVATE_NETWORKS', '127.0.0.1, fd00::/8', 'allowedPrivateNetworks', ['127.0.0.1/32', 'fd00::/8']],
    ['ROLE', 'all', 'role', 'all'],
    ['SELLER_WORK', 'off', 'sellerWork', false],
    ['SELLER_WORK', 'on', 'sellerWork', true],
    ['RETENTION_DAYS', '30', 'retentionDays', 30],
    ['RETENTION_DAYS', '3650', 'retentionDays', 3650],
    ['RESULT_RETENTION_DAYS', '1', 'resultRetentionDays', 1],
    ['RESULT_RETENTION_DAYS', 'never', 'resultRetentionDays', undefined],
    ['MAX_BYTES_IN_FLIGHT', '268435456', 'maxBytesInFlight', 268_435_456],
    ['CONFORMANCE_REQUIRED', 'off', 'conformanceRequired', false],
    ['CONFORMANCE_REQUIRED', 'on', 'conformanceRequired', true],
    ['CONFORMANCE_NIGHTLY', 'on', 'conformanceNightly', true],
    ['EMBED_ORIGINS', '', 'embedOrigins', []],
    ['EMBED_ORIGINS', 'http://localhost:5173', 'embedOrigins', ['http://localhost:5173']],
    [
      ...(['EMBED_ORIGINS', 'HTTPS://Shop.Example:443/, https://bücher.example:8443,https://[2001:db8::1]'] as const),
      'embedOrigins',
      ['https://shop.example', 'https://xn--bcher-kva.example:8443', 'https://[2001:db8::1]'],
    ],
  ])('take %s=%s', (name, text, field, value) => {
    expect(loaded({ [name]: text })[field]).toEqual(value);
  });

  it('take a webhook URL together with its secret', () => {
    const env = { MARKETPLACE_WEBHOOK_URL: 'http://localhost:4000/hook', MARKETPLACE_WEBHOOK_SECRET: secret };
    expect(loaded(env)).toMatchObject({ marketplaceWebhookUrl: 'http://localhost:4000/hook' });
  });

  it('are pretty on a terminal unless told otherwise', () => {
    expect(loadSettings({}, true)).toMatchObject({ settings: { logFormat: 'pretty' } });
    expect(loadSettings({ LOG_FORMAT: 'json' }, true)).toMatchObject({ settings: { logFormat: 'json' } });
  });

  it('build the public URL from host and port, once both are known', () => {
    expect(loaded({ HOST: '::1', PORT: '80' }).publicUrl).toBe('http://[::1]:80');
    expect(publicUrlAt(loaded({ PORT: '0' }), 4711)).toBe('http://127.0.0.1:4711');
    expect(publicUrlAt(loaded({ PORT: '0', PUBLIC_URL: 'https://rt.example' }), 4711)).toBe('https://rt.example');
  });

  it('cannot be changed afterwards', () => {
    const settings = loaded({});
    expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(settings.database, { path: 'x' })).toThrow(TypeError);
    expect(() => (settings.dnsServers as string[]).push('x')).toThrow(TypeError);
  });

  it("leave other programs' variables alone", () => {
    expect(loadSettings({ ROUNDTRIP_PORT: 'x', MAX_CONCURRENT: 'x', PATH: '/bin' })).toMatchObject({ ok: true });
  });
});

function loaded(env: Record<string, string>): Settings {
  const result = loadSettings(env, false);
  if (!result.ok) throw new Error(result.problem);
  return result.settings;
}
