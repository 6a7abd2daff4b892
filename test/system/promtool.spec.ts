import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';

const journey = useJourney();

/** Runs Debian's promtool; answers what it said, and how it ended. */
function promtool(args: readonly string[], input = ''): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8', cwd: 'examples/ops' });
  return { status, said: `${stdout}${stderr}` };
}

describe('the metrics of a server that has run orders', () => {
  beforeAll(async () => {
    const checked = (await journey.minutely()).onStatus({ body: { status: 'completed', result_text: 'x' } });
    const order = await checked.placed();
    await order.checked();
    await order.toldUpTo('order.completed');
    const called = await (await journey.tool({ status_url: null })).placed();
    await called.callback({ ok: true, filename: 'a.bin', file_base64: 'AAEC' });
    const failing = (await journey.tool()).onJob({ status: 400 });
    await (await failing.place()).becomes('failed');
  });

  it('are well formed, and named by the rules', async () => {
    const { text } = await journey.api('GET', '/metrics');
    for (const series of [
      'roundtrip_attempts_total{kind="forward",outcome="accepted"} 2',
      'roundtrip_attempts_total{kind="check",outcome="completed"} 1',
      'roundtrip_callbacks_total{outcome="completed"} 1',
      'roundtrip_file_written_bytes_total 3',
      'roundtrip_database_up 1',
    ])
      expect(text).toContain(`\n${series}\n`);
    expect(text).toMatch(/\nroundtrip_claims_total\{claim="taken"\} [1-9]/);
    expect(text).toMatch(/\nroundtrip_units_total\{end="committed"\} [1-9]/);
    expect(text).toMatch(/\nroundtrip_disk_free_bytes\{folder="data"\} [1-9]/);
    expect(promtool(['check', 'metrics'], text)).toEqual({ status: 0, said: '' });
  });

  it('would not pass if they were not', () => {
    const wrong = '# TYPE made_up counter\nmade_up 1\n';
    expect(promtool(['check', 'metrics'], wrong).status).not.toBe(0);
  });

  it('have no label that names a host, a seller, a tool or an order', async () => {
    const { text } = await journey.api('GET', '/metrics');
    const ours = text.split('\n').filter((line) => line.startsWith('roundtrip_'));
    expect(ours.join('\n')).not.toMatch(/localhost|127\.0\.0\.1|tool-\d|[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});

describe('examples/ops', () => {
  it('has rules that promtool can read', () => {
    expect(promtool(['check', 'rules', 'rules.yml'])).toMatchObject({ status: 0 });
  });

  it('has tests of the rules, which pass', () => {
    const { status, said } = promtool(['test', 'rules', 'rules.test.yml']);
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(said).toContain('SUCCESS');
  });

  it('has a scrape that Prometheus understands', () => {
    const { status, said } = promtool(['check', 'config', '--syntax-only', 'prometheus.yml']);
    expect({ status, said }).toMatchObject({ status: 0 });
  });
});
