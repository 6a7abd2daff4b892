import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DescribedMetric } from '../../src/telemetry/metrics.js';
import { startTestRoundtrip, type TestRoundtrip } from '../support/roundtrip.js';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
}
interface Dashboard {
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const dashboard = JSON.parse(readFileSync('examples/ops/dashboard.json', 'utf8')) as Dashboard;
const rules = readFileSync('examples/ops/rules.yml', 'utf8');
const page = readFileSync('docs/observing.md', 'utf8');

let roundtrip: TestRoundtrip;
let described: DescribedMetric[];
let scraped: Set<string>;
beforeAll(async () => {
  roundtrip = await startTestRoundtrip();
  const { text } = await roundtrip.call('GET', '/metrics');
  scraped = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!));
  described = await roundtrip.rooms.metrics.describe();
});
afterAll(async () => {
  await roundtrip.stop();
  roundtrip.folder.remove();
});

/** The metrics that an expression names. */
function namedIn(text: string): string[] {
  const names = [...text.matchAll(/\b(?:roundtrip|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);
  return names.map((name) => (scraped.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')));
}

const expressions = () => dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

describe('the dashboard', () => {
  it('asks for metrics that exist, and for nearly all of ours', () => {
    const named = new Set(expressions().flatMap(namedIn));
    expect([...named].filter((name) => !scraped.has(name))).toEqual([]);
    const ours = described.map(({ name }) => name);
    expect(ours.filter((name) => !named.has(name))).toEqual([]);
  });

  it('has one variable, its data source, which every panel goes by', () => {
    expect(dashboard.templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }]);
    const sources = dashboard.panels.flatMap(({ datasource, targets = [] }) => [
      ...(datasource ? [datasource.uid] : []),
      ...targets.map((target) => target.datasource.uid),
    ]);
    expect(new Set(sources)).toEqual(new Set(['${datasource}']));
  });

  it('has its rows in order, and panels that do not lie upon each other', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual([
      ...['Throughput', 'Lateness', 'Outcomes', 'Latency', 'Breakers', 'Notifications', 'Storage', 'Processes'],
    ]);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
  });
});

describe('the alert rules', () => {
  it('ask for metrics that exist', () => {
    const named = [...rules.matchAll(/^ +expr: (.*)$/gm)].flatMap(([, expr]) => namedIn(expr!));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !scraped.has(name))).toEqual([]);
  });
});

describe('docs/observing.md', () => {
  it('tells every metric of ours, as the server does', () => {
    const rows = [...page.matchAll(/^\| `(roundtrip_\w+)` +\| (\w+) +\| (.*?) *\|$/gm)];
    const told = rows.map(([, name, type, help]) => ({ name: name!, type: type!, help: help!.replaceAll('\\_', '_') }));
    const byName = (a: DescribedMetric, b: DescribedMetric) => (a.name < b.name ? -1 : 1);
    expect(told.sort(byName)).toEqual([...described].sort(byName));
  });
});
