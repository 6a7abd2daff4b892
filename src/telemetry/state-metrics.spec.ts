import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { StateMetrics, type DatabaseState, type StateSources } from './state-metrics.js';

const known: DatabaseState = {
  dueWork: [
    { kind: 'check', count: 3, latenessMs: 1_500 },
    { kind: 'check', count: 4, latenessMs: 200 },
  ],
  openOrders: { received: 0, processing: 4 },
  ...{ waitingMessages: 2, deadMessages: 1, sweepLatenessMs: 250, quarantined: 0 },
};

function sourcesOf(database: () => Promise<DatabaseState>): StateSources {
  return {
    kinds: ['check', 'forward'],
    ...{ database, heldWork: () => [{ kind: 'check' }, { kind: 'check' }] },
    bytes: () => ({ bodies: { used: 10, limit: 100 } }),
    disks: async () => [{ name: 'files', freeBytes: 5, sizeBytes: 50 }],
  };
}

/** The values of a scrape, by series. */
async function scrape(metrics: StateMetrics, registry: Registry): Promise<Record<string, number>> {
  await metrics.refresh();
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.replace(/ [^ ]+$/, ''), Number(line.split(' ').at(-1))]));
}

describe('the gauges that are read', () => {
  it('tell each kind, also one with nothing due', async () => {
    const registry = new Registry();
    const values = await scrape(
      new StateMetrics(
        registry,
        sourcesOf(async () => known),
      ),
      registry,
    );
    expect(values).toEqual({
      'roundtrip_due_work{kind="check"}': 7,
      'roundtrip_due_work{kind="forward"}': 0,
      'roundtrip_oldest_due_lateness_seconds{kind="check"}': 1.5,
      'roundtrip_oldest_due_lateness_seconds{kind="forward"}': 0,
      'roundtrip_held_work{kind="check"}': 2,
      'roundtrip_held_work{kind="forward"}': 0,
      'roundtrip_open_orders{status="received"}': 0,
      'roundtrip_open_orders{status="processing"}': 4,
      ...{
        roundtrip_waiting_notifications: 2,
        roundtrip_dead_notifications: 1,
        roundtrip_sweep_lateness_seconds: 0.25,
      },
      ...{ roundtrip_quarantined_work: 0, roundtrip_database_up: 1 },
      'roundtrip_in_flight_bytes{use="bodies"}': 10,
      'roundtrip_in_flight_limit_bytes{use="bodies"}': 100,
      'roundtrip_disk_free_bytes{folder="files"}': 5,
      'roundtrip_disk_size_bytes{folder="files"}': 50,
    });
  });

  it.each([
    ['fails', () => Promise.reject(new Error('gone'))],
    ['hangs', () => new Promise<DatabaseState>(() => undefined)],
  ])('say that the database is down where it %s, and nothing that they do not know', async (_how, broken) => {
    const registry = new Registry();
    const answers = [async () => known, broken, async () => known];
    const metrics = new StateMetrics(
      registry,
      sourcesOf(() => answers.shift()!()),
      20,
    );
    const [first, second, third] = [
      await scrape(metrics, registry),
      await scrape(metrics, registry),
      await scrape(metrics, registry),
    ];
    expect([first, second, third].map((values) => values['roundtrip_database_up'])).toEqual([1, 0, 1]);
    expect(Object.keys(second).filter((series) => /due|open|notifications|sweep|quarantined/.test(series))).toEqual([]);
    expect(second['roundtrip_held_work{kind="check"}']).toBe(2);
    expect(third).toEqual(first);
  });
});
