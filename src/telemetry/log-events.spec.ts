import { describe, expect, it } from '@jest/globals';
import { LogEvents } from './log-events.js';
import { createLogger, type LoggerOptions } from './logger.js';
import { NestLogger } from './nest-logger.js';

describe('the log', () => {
  it('writes one JSON object a line, with time, level, event and message', () => {
    const { events, lines } = recording();
    events.listening('http://127.0.0.1:3000');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        event: 'listening',
        url: 'http://127.0.0.1:3000',
        message: 'Listening on http://127.0.0.1:3000',
      },
    ]);
  });

  it('tells an attempt in one wide line, secrets in its URL masked', () => {
    const { events, lines, text } = recording();
    events.attempt({
      kind: 'check',
      outcome: 'server_error',
      method: 'GET',
      url: 'https://me:CANARY@seller.test/status/1?key=CANARY',
      durationMs: 12.6,
      orderId: 'o1',
      statusCode: 503,
      latenessMs: 4,
      problem: 'The seller answered 503.',
    });
    expect(lines()).toMatchObject([
      {
        event: 'attempt',
        url: 'https://••••@seller.test/status/1?key=••••',
        status_code: 503,
        duration_ms: 13,
        message:
          'check server_error: GET https://••••@seller.test/status/1?key=•••• answered 503 in 13 ms for order o1: The seller answered 503.',
      },
    ]);
    expect(text()).not.toContain('CANARY');
  });

  it('has a line for each thing that happens to the server', () => {
    const { events, lines } = recording();
    events.booting({ version: '1', node: '20', database: './db', publicUrl: 'http://x' });
    events.keyFileMade('/data/admin-token');
    events.migrated(2);
    events.bootStopped('PORT must be a whole number from 0 to 65535; it is "x".');
    events.orderChanged({ orderId: 'o1', from: 'received', status: 'forwarding' });
    events.sweepOpened('swp_1', 3);
    events.sweepClosed({ sweepId: 'swp_1', due: 3, checked: 3, changed: 1, failed: 0, durationMs: 40 });
    events.toolPaused('abc', 'the seller answered 410');
    events.shutdown('begins', { signal: 'SIGTERM', inFlight: 2 });
    events.broke('settling an order', new Error('disk full'), { order_id: 'o1' });
    expect(lines().map((line) => [line['level'], line['event'], line['message']])).toEqual([
      ['info', 'boot', 'Roundtrip 1 starts on Node 20'],
      ['info', 'boot.key_file', 'Made /data/admin-token: keep it, and keep it secret'],
      ['info', 'boot.migrated', 'The database is up to date, 2 migrations were run'],
      ['fatal', 'boot.stopped', 'PORT must be a whole number from 0 to 65535; it is "x".'],
      ['info', 'order.changed', 'Order o1: received -> forwarding'],
      ['info', 'sweep.opened', 'Sweep swp_1: 3 due'],
      ['info', 'sweep.closed', 'Sweep swp_1: 3 of 3 checked, 1 changed, 0 failed in 40 ms'],
      ['warn', 'tool.paused', 'Tool abc is paused: the seller answered 410'],
      ['info', 'shutdown', 'Shutdown begins'],
      ['error', 'error', 'Failed: settling an order'],
    ]);
    expect(lines().at(-1)).toMatchObject({ order_id: 'o1', error: { type: 'Error', message: 'disk full' } });
  });

  it('writes for people when asked to, errors with their stack', () => {
    const { events, text } = recording({ format: 'pretty' });
    events.orderChanged({ orderId: 'o1', status: 'received' });
    events.broke('reading', new Error('no such table'));
    expect(text()).toMatch(/INFO.*Order o1: received\n/);
    expect(text()).toMatch(/ERROR.*Failed: reading\n[^]*no such table[^]*log-events\.spec/);
    expect(text()).not.toContain('order_id');
  });

  it("lets no seller's words begin a line or steer the terminal", () => {
    const { events, text } = recording({ format: 'pretty' });
    const call = { kind: 'check', outcome: 'failed', method: 'GET', url: 'https://x/', durationMs: 1 };
    events.attempt({ ...call, problem: 'no\n[00:00] INFO: all is well\u001b[2J' });
    expect(text().trimEnd().split('\n')).toHaveLength(1);
    expect(text()).not.toContain('\u001b');
  });

  it('keeps to its level', () => {
    const { events, text } = recording({ level: 'warn' });
    events.sweepOpened('swp_1', 3);
    expect(text()).toBe('');
  });

  it('masks secrets also where somebody logs past the typed events', () => {
    const { logger, text } = recording();
    logger
      .child({ token: 'CANARY' })
      .info({ headers: { Authorization: 'CANARY', 'x-callback-secret': 'CANARY' } }, 'hm');
    logger.error(Object.assign(new Error('x'), { config: { auth: 'CANARY' } }));
    expect(text()).not.toContain('CANARY');
    expect(text()).toContain('••••');
  });
});

describe("Nest's lines", () => {
  it('go through the same log', () => {
    const { logger, lines } = recording({ level: 'trace' });
    const nest = new NestLogger(logger);
    nest.log('Mapped {/healthz, GET}', 'RouterExplorer');
    nest.error('it broke', 'Error: it broke\n    at here (x.ts:1)', 'Scheduler');
    nest.error(new Error('thrown'));
    nest.warn({ token: 'CANARY' });
    nest.debug('d');
    nest.verbose('v');
    nest.fatal('f', 'App');
    expect(lines()).toMatchObject([
      { level: 'debug', event: 'nest', context: 'RouterExplorer', message: 'Mapped {/healthz, GET}' },
      { level: 'error', context: 'Scheduler', stack: expect.stringContaining('at here'), message: 'it broke' },
      { level: 'error', error: { message: 'thrown' }, message: 'thrown' },
      { level: 'warn', message: '(object)' },
      { level: 'debug', message: 'd' },
      { level: 'trace', message: 'v' },
      { level: 'fatal', context: 'App', message: 'f' },
    ]);
  });
});

function recording(options: Partial<LoggerOptions> = {}) {
  let written = '';
  const destination = { write: (line: string) => void (written += line) };
  const logger = createLogger({ level: 'info', format: 'json', destination, ...options });
  const lines = () =>
    written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, events: new LogEvents(logger), text: () => written, lines };
}
