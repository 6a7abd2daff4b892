import { beforeAll, describe, expect, it } from '@jest/globals';
import { BadSeller } from '../../src/habits/bad-seller.js';
import { habits } from '../../src/habits/habits.js';
import type { SellerRoad } from '../../src/habits/seller-options.js';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { habitCases } from './expected.js';
import { BY_LENGTH, FOUND_BY, ROADS, WHILE_AT_WORK, type Road } from './found-by.js';

const DAY = 86_400_000;
const QUICK = { workMs: 400, patienceS: 5 } as const;
const AT_WORK = { workMs: 4_000, patienceS: 15 } as const;

interface Report {
  readonly status: string;
  readonly grade: string;
  readonly checks: readonly { id: string; outcome: string; found: string }[];
}

/** A report, and how often the habit made a difference meanwhile. */
interface Tested {
  readonly report: Report;
  readonly met: number;
}

const journey = useJourney({ time: 'machine', env: { CHECK_TIMEOUT_MS: '2000', FORWARD_TIMEOUT_MS: '2000' } });

/** A conformance test of a seller with one habit. */
async function tested(habit: string | null, road: SellerRoad): Promise<Tested> {
  const names = ['localhost', '127.0.0.1'];
  const authHeaders = { Authorization: 'Bearer key-of-the-bad-seller' };
  const { workMs, patienceS } = habit !== null && WHILE_AT_WORK.includes(habit) ? AT_WORK : QUICK;
  const seller = await BadSeller.start({
    ...{ habits: habit === null ? [] : [habit], road, authHeaders, workMs, pace: 0.1 },
    certificate: await journey.authority.issue(names),
    expiredCertificate: await journey.authority.issue(names, { notAfter: new Date(Date.now() - DAY) }),
  });
  try {
    const tool = await journey.tool({ ...seller.urls, auth_headers: authHeaders });
    seller.trust(tool.json);
    const report = await reportOn(tool.shortId, patienceS);
    return { report, met: habit === null ? 0 : (seller.shown.get(habit) ?? 0) };
  } finally {
    await seller.close();
  }
}

async function reportOn(shortId: string, patience_s: number): Promise<Report> {
  const path = `/v1/tools/${shortId}/test`;
  const { test_id } = (await journey.api('POST', path, { patience_s }, 202)).body as { test_id: string };
  return eventually(
    async () => {
      const report = (await journey.api('GET', `${path}s/${test_id}`)).body as Report;
      return report.status === 'running' ? null : report;
    },
    { withinMs: 90_000, every: 200 },
  );
}

const AT_ONCE = 16;
const all = new Map<string, Tested>();
beforeAll(async () => {
  // Those that take longest go first.
  const names = [...new Set([...WHILE_AT_WORK, null, ...habits.map(({ name }) => name)])];
  const waiting: [string | null, SellerRoad][] = names.flatMap((name) =>
    ROADS.map((road): [string | null, SellerRoad] => [name, road]),
  );
  waiting.push(['contradiction', 'both']);
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) all.set(next.join(' '), await tested(...next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 600_000);

/** A seller that is only asked never calls back, which is told of, and is no fault. */
const troublesOf = ({ checks }: Report) =>
  checks.filter(({ id, outcome }) => (outcome === 'fail' || outcome === 'warn') && id !== 'callback.used');
const told = (report: Report) => troublesOf(report).map(({ id, found }) => `${id}: ${found}`);
const journeyed = (habit: string, road: Road) => habitCases.find((one) => one.habit === habit && one.road === road)!;
const rows = habits.flatMap(({ name }) => ROADS.map((road) => [name, road] as const));

describe('the conformance test of a seller', () => {
  it.each(ROADS)('without habits finds no fault (by %s)', (road) => {
    const { report } = all.get(` ${road}`)!;
    expect([report.grade, told(report)]).toEqual(['A', []]);
  });

  it.each(rows)('with the habit %s says what the table says (by %s)', (habit, road) => {
    const row = `${habit} ${road}`;
    const { report } = all.get(row)!;
    const wanted = BY_LENGTH.includes(row) ? [] : FOUND_BY[habit]![road];
    const ids = troublesOf(report).map(({ id }) => id);
    expect({ found: wanted.filter((id) => ids.includes(id)), told: told(report) }).toEqual({
      ...{ found: wanted, told: told(report) },
    });
    if (wanted.length === 0) expect([report.grade, told(report)]).toEqual(['A', []]);
  });

  it.each(rows)('with the habit %s meets it, or cannot (by %s)', (habit, road) => {
    const { cannot } = journeyed(habit, road);
    if (cannot === undefined) expect(all.get(`${habit} ${road}`)!.met).toBeGreaterThan(0);
    else expect(FOUND_BY[habit]![road]).toEqual([]);
  });

  it('with the habit contradiction on both roads tells of whichever road came second', () => {
    const { report } = all.get('contradiction both')!;
    const ended = report.checks.find(({ id }) => id === 'order.completes')!;
    const wanted = ended.outcome === 'fail' ? /^order.completes: failed/ : /^status.agrees: .* says “failed”/;
    expect(told(report)).toEqual(expect.arrayContaining([expect.stringMatching(wanted)]));
  });

  it('says nothing only of what the journey survives, or cannot meet', () => {
    const silent = rows.filter(([habit, road]) => FOUND_BY[habit]![road].length === 0);
    for (const [habit, road] of silent) {
      const { cannot, ends } = journeyed(habit, road);
      expect([habit, road, cannot ?? ends]).toEqual([habit, road, cannot ?? 'completed']);
    }
  });

  it('has a row for every habit', () => {
    expect(Object.keys(FOUND_BY).sort()).toEqual(habits.map(({ name }) => name).sort());
  });
});
