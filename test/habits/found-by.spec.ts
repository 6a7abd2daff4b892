import { beforeAll, describe, expect, it } from '@jest/globals';
import { BadSeller } from '../../src/habits/bad-seller.js';
import { habits } from '../../src/habits/habits.js';
import { useJourney } from '../journeys/journey.js';
import { eventually } from '../support/eventually.js';
import { habitCases } from './expected.js';
import { FOUND_BY, ROADS, type Road } from './found-by.js';

const DAY = 86_400_000;
interface Report {
  readonly status: string;
  readonly grade: string;
  readonly checks: readonly { id: string; outcome: string; found: string }[];
}

const journey = useJourney({ time: 'machine', env: { CHECK_TIMEOUT_MS: '2000', FORWARD_TIMEOUT_MS: '2000' } });

/** A conformance test of a seller with one habit. */
async function tested(habit: string | null, road: Road): Promise<Report> {
  const names = ['localhost', '127.0.0.1'];
  const authHeaders = { Authorization: 'Bearer key-of-the-bad-seller' };
  const seller = await BadSeller.start({
    ...{ habits: habit === null ? [] : [habit], road, authHeaders, workMs: 400, pace: 0.1 },
    certificate: await journey.authority.issue(names),
    expiredCertificate: await journey.authority.issue(names, { notAfter: new Date(Date.now() - DAY) }),
  });
  try {
    const tool = await journey.tool({ ...seller.urls, auth_headers: authHeaders });
    seller.trust(tool.json);
    const path = `/v1/tools/${tool.shortId}/test`;
    const { test_id } = (await journey.api('POST', path, { patience_s: 5 }, 202)).body as { test_id: string };
    return await eventually(
      async () => {
        const report = (await journey.api('GET', `${path}s/${test_id}`)).body as Report;
        return report.status === 'running' ? null : report;
      },
      { withinMs: 90_000, every: 200 },
    );
  } finally {
    await seller.close();
  }
}

const AT_ONCE = 12;
const reports = new Map<string, Report>();
beforeAll(async () => {
  const names = [null, ...habits.map(({ name }) => name)];
  const waiting = names.flatMap((name) => ROADS.map((road) => [name, road] as const));
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) reports.set(next.join(' '), await tested(...next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 600_000);

const troublesOf = ({ checks }: Report) => checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn');
const told = (report: Report) => troublesOf(report).map(({ id, found }) => `${id}: ${found}`);

describe('the conformance test of a seller', () => {
  it.each(ROADS)('without habits finds no fault (by %s)', (road) => {
    const report = reports.get(` ${road}`)!;
    expect([report.grade, told(report).filter((one) => !one.startsWith('callback.used'))]).toEqual(['A', []]);
  });

  it.each(habits.flatMap(({ name }) => ROADS.map((road) => [name, road] as const)))(
    'with the habit %s says what the table says (by %s)',
    (habit, road) => {
      const report = reports.get(`${habit} ${road}`)!;
      const wanted = FOUND_BY[habit]![road];
      const ids = troublesOf(report).map(({ id }) => id);
      expect({ found: wanted.filter((id) => ids.includes(id)), told: told(report) }).toEqual({
        ...{ found: wanted, told: told(report) },
      });
      if (wanted.length > 0) return;
      // Nothing shows: then the journey survives it, or it cannot be met on this road.
      expect([report.grade, told(report)]).toEqual(['A', expect.any(Array)]);
      const journeyed = habitCases.find((one) => one.habit === habit && one.road === road)!;
      expect(journeyed.cannot ?? journeyed.ends).toMatch(/^completed$| /);
    },
  );

  it('has a row for every habit', () => {
    expect(Object.keys(FOUND_BY).sort()).toEqual(habits.map(({ name }) => name).sort());
  });
});
