import { beforeAll, describe, expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import { eventually } from '../support/eventually.js';
import type { SellerReply, SellerRequest } from '../support/scripted-seller.js';
import { goodSeller, type GoodSellerOptions } from './good-seller.js';

interface Report {
  readonly test_id: string;
  readonly status: string;
  readonly grade: string | null;
  readonly problem: string | null;
  readonly order_ids: readonly string[];
  readonly checks: readonly {
    id: string;
    level: string;
    outcome: string;
    found: string;
    fix: string | null;
    curl: string | null;
  }[];
}

const journey = useJourney({ time: 'machine' });

async function tested(tool: JourneyTool, body: object = {}): Promise<Report> {
  const path = `/v1/tools/${tool.shortId}/test`;
  const { test_id } = (await journey.api('POST', path, { patience_s: 8, ...body }, 202)).body as unknown as Report;
  return eventually(
    async () => {
      const report = (await journey.api('GET', `${path}s/${test_id}`)).body as unknown as Report;
      return report.status === 'running' ? null : report;
    },
    { withinMs: 60_000 },
  );
}

const troubles = ({ checks }: Report) =>
  checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn').map((c) => `${c.id}: ${c.found}`);

describe('a conformance test', () => {
  it.each([
    ['both roads', ['callback', 'check']],
    ['callbacks', ['callback']],
  ] as const)(
    'gives a good seller of %s an A',
    async (_what, roads) => {
      const tool = await goodSeller(journey, { roads });
      const report = await tested(tool);
      expect(troubles(report)).toEqual([]);
      expect(report).toMatchObject({ status: 'done', grade: 'A', problem: null });
      expect(report.checks.length).toBeGreaterThanOrEqual(40);
      expect((await journey.api('GET', `/v1/tools/${tool.shortId}`)).body).toMatchObject({ grade: 'A' });
    },
    90_000,
  );
});

const json = (reply: SellerReply) => reply.body as Record<string, unknown>;
const onlyIf =
  (wanted: (request: SellerRequest) => boolean, other: (reply: SellerReply) => SellerReply) =>
  (reply: SellerReply, request: SellerRequest) => (wanted(request) ? other(reply) : reply);
const PDF = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n', 'latin1').toString(
  'base64',
);
type Body = Record<string, unknown>;
const unless = (word: string, other: (body: Body) => Body | null) => (body: Body) =>
  body['status'] === word ? other(body) : body;
const text = (result_text: string): Body => ({ status: 'completed', output_type: 'text', result_text });
const hosted = (result_url: string): Body => ({ status: 'completed', output_type: 'url', result_url });
const file = (file_base64: string, mime_type: string): Body => ({
  ...{ status: 'completed', output_type: 'file', file_base64, filename: 'a.png', mime_type },
});
const is2xx = (reply: SellerReply) => (reply.status ?? 200) < 300;
const ok = (body: object) => ({ status: 200, body });

/** One fault each, the check that finds it, how, and the grade that it costs. */
const FAULTS: readonly [fault: string, id: string, outcome: string, grade: string, options: GoodSellerOptions][] = [
  ['takes jobs without auth headers', 'job.no-auth', 'fail', 'D', { job: () => ({ status: 202, body: { ok: true } }) }],
  [
    'answers the job 400',
    'job.accepts',
    'fail',
    'F',
    { job: (r) => (is2xx(r) ? { status: 400, body: { error: 'No.' } } : r) },
  ],
  [
    'redirects jobs',
    'reach.job-redirect',
    'fail',
    'F',
    { job: () => ({ status: 302, headers: { location: '/elsewhere' } }) },
  ],
  [
    'is a test URL of n8n',
    'reach.no-test-url',
    'fail',
    'F',
    {
      job: () => ({ status: 404, body: { code: 404, message: 'The requested webhook "job" is not registered.' } }),
    },
  ],
  [
    'says 200 of unknown orders',
    'status.unknown',
    'fail',
    'C',
    {
      status: (r) => (r.status === 404 ? ok({ status: 'processing' }) : r),
    },
  ],
  [
    'shows results to anybody',
    'status.no-auth',
    'fail',
    'D',
    { status: (r) => (r.status === 401 ? ok({ status: 'processing' }) : r) },
  ],
  ['says 403 to us as well', 'status.words', 'fail', 'C', { status: (r) => (is2xx(r) ? { ...r, status: 410 } : r) }],
  [
    'does not know an order at first',
    'status.known',
    'fail',
    'B',
    { status: firstOfAnOrder(1, { status: 404, body: {} }) },
  ],
  [
    'answers pages',
    'status.words',
    'fail',
    'C',
    {
      status: (r) =>
        is2xx(r) ? { status: 200, body: '<html>Oops</html>', headers: { 'content-type': 'text/html' } } : r,
    },
  ],
  [
    'answers about another order',
    'status.order-id',
    'fail',
    'B',
    { status: (r) => (is2xx(r) ? ok({ ...json(r), order_id: '0190f5e2-0000-7000-8000-000000000000' }) : r) },
  ],
  [
    'packs its answers',
    'status.plain',
    'fail',
    'D',
    {
      status: (r) => (is2xx(r) ? { ...r, headers: { ...r.headers, 'content-encoding': 'gzip' } } : r),
    },
  ],
  [
    'writes Latin-1',
    'status.charset',
    'fail',
    'D',
    {
      status: (r) =>
        is2xx(r) ? { status: 200, body: Buffer.from('{"status":"processing","message":"caf\xe9"}', 'latin1') } : r,
    },
  ],
  [
    'has one ETag for everything',
    'status.validators-honest',
    'fail',
    'C',
    {
      untilAsked: true,
      status: (r) => (r.status === 200 ? { ...r, headers: { etag: '"1"' } } : r),
    },
  ],
  [
    'takes its end back',
    'status.agrees',
    'fail',
    'C',
    {
      status: (r) =>
        r.status === 200 && json(r)['status'] === 'completed' ? ok({ status: 'failed', error: 'It was not.' }) : r,
      roads: ['callback', 'check'],
      workMs: 50,
    },
  ],
  [
    'goes past 100',
    'status.progress',
    'fail',
    'A',
    {
      status: (r) =>
        r.status === 200 && json(r)['status'] === 'processing' ? ok({ status: 'processing', progress: 250 }) : r,
      workMs: 1_500,
    },
  ],
  [
    'echoes what it was asked with',
    'status.secrets',
    'fail',
    'C',
    {
      status: (r, request) => (is2xx(r) ? ok({ ...json(r), headers: request.headers }) : r),
    },
  ],
  [
    'limits us',
    'status.rate',
    'fail',
    'B',
    { status: everyThird({ status: 429, body: {}, headers: { 'retry-after': '30' } }) },
  ],
  ['fails now and then', 'status.steady', 'fail', 'B', { status: everyThird({ status: 503, body: {} }) }],
  [
    'has a clock of its own',
    'clock.completed-at',
    'fail',
    'B',
    {
      status: (r) =>
        is2xx(r) && json(r)['completed_at'] ? ok({ ...json(r), completed_at: '2001-01-01T00:00:00.000Z' }) : r,
    },
  ],
  ['takes the same order for two', 'job.twice', 'fail', 'C', { forgets: true }],
  ['does not tell of failures', 'order.fails', 'fail', 'C', { end: unless('failed', () => null) }],
  [
    'does everything, whatever it is',
    'order.fails',
    'warn',
    'B',
    { end: unless('failed', () => text('Done, I guess')) },
  ],
  [
    'fails by a stack trace',
    'order.fails-in-words',
    'fail',
    'B',
    { end: unless('failed', (body) => ({ ...body, error: 'Error: x\n    at main (a.js:1)' })) },
  ],
  ['never ends an order', 'order.completes', 'fail', 'F', { end: () => null, tool: { deadline_s: 60 } }],
  [
    'fails every order',
    'order.completes',
    'fail',
    'F',
    { end: (body) => ({ ...body, status: 'failed', error: 'There is no ink left.' }) },
  ],
  [
    'sends broken base64',
    'callback.well-formed',
    'fail',
    'F',
    { end: unless('completed', () => file('====', 'image/png')) },
  ],
  ['declares a wrong type', 'result.types', 'fail', 'B', { end: unless('completed', () => file(PDF, 'image/png')) }],
  [
    'hosts results by http',
    'callback.well-formed',
    'fail',
    'F',
    { end: unless('completed', () => hosted('http://localhost/a.png')) },
  ],
  [
    'hosts results where nobody comes',
    'result.url',
    'fail',
    'C',
    { end: unless('completed', () => hosted(journey.seller.url('/gone'))) },
  ],
  ['never calls back', 'callback.used', 'warn', 'A', { roads: ['check'] }],
  ['calls back three times', 'callback.once', 'warn', 'A', { callbacks: 3 }],
];

function firstOfAnOrder(times: number, instead: SellerReply) {
  const seen = new Map<string, number>();
  return onlyIf(
    (request) => {
      const id = request.params['id']!;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return seen.get(id)! <= times;
    },
    () => instead,
  );
}

function everyThird(instead: SellerReply) {
  let asked = 0;
  return onlyIf(
    () => ++asked % 3 === 0,
    () => instead,
  );
}

const AT_ONCE = 8;

describe('a conformance test finds that a seller', () => {
  const reports = new Map<string, Report>();

  beforeAll(async () => {
    const waiting = [...FAULTS];
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        reports.set(next[0], await tested(await goodSeller(journey, next[4])));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }, 300_000);

  it.each(FAULTS)('%s', (fault, id, outcome, grade) => {
    const report = reports.get(fault)!;
    const found = report.checks.find((check) => check.id === id);
    const seen = { outcome: found?.outcome, grade: report.grade };
    expect({ ...seen, troubles: troubles(report) }).toEqual({ outcome, grade, troubles: expect.any(Array) });
    expect(found?.fix).toMatch(/\w/);
  });
});
