import { describe, expect, it } from '@jest/globals';
import { simulate, USAGE } from '../../src/cli/simulate/simulate.js';
import { csvHeader, csvRow } from '../../src/orders/order-csv.js';
import type { OrderView } from '../../src/orders/order-view.js';

/** What the command says of a file that holds this text. */
function run(text: string | null, args: readonly string[] = [], inColour = false) {
  const said = { out: '', err: '' };
  const read = () => {
    if (text === null) throw Object.assign(new Error('no'), { code: 'ENOENT' });
    return text;
  };
  const world = {
    ...{
      read,
      inColour,
      out: (more: string) => void (said.out += more),
      err: (more: string) => void (said.err += more),
    },
  };
  return { code: simulate(['--history', 'orders.csv', ...args], world), ...said };
}

const START = Date.UTC(2026, 0, 5, 9);
const iso = (ms: number) => new Date(ms).toISOString();
const csv = (count: number, seconds: (n: number) => number) =>
  ['forwarded_at,completed_at']
    .concat(
      Array.from(
        { length: count },
        (_, n) => `${iso(START + n * 600_000)},${iso(START + (n * 600 + seconds(n)) * 1_000)}`,
      ),
    )
    .join('\n');
const deep = '['.repeat(200_000) + ']'.repeat(200_000);
const minutely = JSON.stringify({ strategy: 'fixed', interval_s: 60, jitter: 0 });
const rows = (out: string) => out.split('\n').filter((line) => line.includes('%'));

function exported(more: Partial<OrderView>): OrderView {
  return {
    ...{ order_id: 'o', short_id: 't', seller_id: 's', is_test: false, run: 1, status: 'completed', progress: 100 },
    ...{ message: null, eta: null, error: null, delivered_by: 'callback', created_at: iso(START - 500_000) },
    ...{ forwarded_at: iso(START), completed_at: iso(START + 50_000), updated_at: iso(START), deadline_at: iso(START) },
    ...{ next_check_at: null, attempts: 1 },
    ...more,
  };
}

describe('npm run simulate', () => {
  it('shows the plan beside the sweep and learned', () => {
    const { code, out, err } = run(
      csv(40, () => 50),
      ['--plan', minutely],
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^40 orders\n\nplan +orders +checks\/order +mean wait +p95 wait +found\n/);
    expect(rows(out).map((line) => line.split(' ')[0])).toEqual(['fixed', 'sweep', 'learned']);
    expect(rows(out)[0]).toMatch(/ 40 +1\.00 +10\.0 s +10\.0 s +100\.0 %$/);
    expect(out).not.toContain('\u001b');
  });

  it('shows a plan once that is one of those, and takes several', () => {
    const sweep = JSON.stringify({ strategy: 'sweep' });
    const { out } = run(
      csv(5, () => 50),
      ['--plan', sweep, '--plan', minutely],
    );
    expect(rows(out).map((line) => line.split(' ')[0])).toEqual(['sweep', 'fixed', 'learned']);
  });

  it('colours a terminal: the header, and the plan that waits least', () => {
    const { out } = run(
      csv(40, () => 50),
      ['--plan', minutely],
      true,
    );
    expect(out.match(/\u001b\[32m(\w+)/)?.[1]).toBe('learned');
    expect(out).toContain('\u001b[1mplan');
  });

  it('reads our own export of orders, without tests, open ones, replies and what we ended ourselves', () => {
    const orders = [
      exported({}),
      exported({ status: 'failed' }),
      exported({ delivered_by: 'check' }),
      exported({ is_test: true }),
      exported({ status: 'processing', completed_at: null, delivered_by: null }),
      exported({ delivered_by: 'reply' }),
      exported({ status: 'expired', delivered_by: null }),
    ];
    const { code, out } = run(csvHeader(false) + orders.map((order) => csvRow(order, false)).join(''), [
      '--plan',
      minutely,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^3 orders, 4 left out\n/);
    expect(rows(out)[0]).toMatch(/ 3 +1\.00 +10\.0 s/);
    expect(out).toMatch(/\n1 of them were found by a check: .+\.\n$/);
  });

  it('reads JSON, an order a line, with duration_s or instants', () => {
    const lines = [
      ...[{ duration_s: 50 }, { created_at: iso(START), duration_s: 50 }],
      { created_at: iso(START), completed_at: iso(START + 50_000) },
    ].map((row) => JSON.stringify(row));
    const { out } = run(lines.join('\n'), ['--plan', minutely]);
    expect(rows(out)[0]).toMatch(/ 3 +1\.00 +10\.0 s/);
  });

  it.each<[string, string | null, readonly string[], RegExp]>([
    ['a file that is not there', null, [], /orders\.csv cannot be read \(ENOENT\)/],
    ['nothing', '', [], /holds no orders/],
    ['a CSV without times', 'a,b\n1,2', [], /needs duration_s, or completed_at .*it has a, b\./],
    ['a time that is none', 'forwarded_at,completed_at\nyesterday,today', [], /Order 1 .*must be an instant/],
    ['an end before the begin', csv(1, () => -5), [], /Order 1 .*not before the order began/],
    ['a negative duration', 'duration_s\n-1', [], /Order 1 .*\(line 2\): duration_s must be seconds/],
    ['a hexadecimal duration', 'duration_s\n5\n\n0x10', [], /Order 2 .*\(line 4\): duration_s must be seconds/],
    [
      'a duration that is true',
      '{"duration_s":1}\n\n{"duration_s":true}',
      [],
      /Order 2 .*\(line 3\): duration_s must be/,
    ],
    ['a duration that is a list', '{"duration_s":[7]}', [], /\(line 1\): duration_s must be/],
    ['a duration as deep as the sea', `{"duration_s":${deep}}`, [], /\(line 1\): duration_s must be/],
    ['a deep is_test', `{"duration_s":-1,"is_test":${deep}}`, [], /\(line 1\): duration_s must be/],
    ['a line that is no JSON', '{"duration_s":1}\n{', [], /Line 2 .*no JSON object/],
    ['only open orders', 'duration_s,status\n5,processing', [], /no finished order/],
    ['a CSV that breaks off', 'duration_s\n"5', [], /no CSV that can be read/],
    ['a plan that is no JSON', 'duration_s\n5', ['--plan', '{'], /--plan \{ is no JSON/],
    [
      'a plan that is none',
      'duration_s\n5',
      ['--plan', '{"strategy":"fixed"}'],
      /poll\.interval_s: .*needs interval_s/,
    ],
    ['an unknown option', 'duration_s\n5', ['--plans'], /--plans/],
    ['a wrong cron expression', 'duration_s\n5', ['--sweep-cron', 'often'], /--sweep-cron: /],
    ['a wrong deadline', 'duration_s\n5', ['--deadline-s', '5'], /--deadline-s must be/],
  ])('refuses %s with a sentence', (_what, text, args, says) => {
    const { code, out, err } = run(text, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(says);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['the names of columns', '{"\\u001b[31mred\\u0007\\u202e":1}'],
    ['the header of a CSV', 'a\u001b]0;title\u0007,b\n1,2'],
    ['what is no CSV', 'duration_s,\u001b[2J\n"5\u001b[2J" x,1'],
  ])('says nothing to the terminal that stands in %s', (_what, text) => {
    const { code, out, err } = run(text);
    expect([code, out]).toEqual([2, '']);
    expect(err.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('tells how it is used', () => {
    expect(run('', ['--help'])).toEqual({ code: 0, out: USAGE, err: '' });
  });
});
