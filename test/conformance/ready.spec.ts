import { describe, expect, it } from '@jest/globals';
import { goodSeller, type GoodSellerOptions } from './good-seller.js';
import { HOUR, useJourney } from '../journeys/journey.js';
import type { JourneyTool } from '../journeys/journey-tool.js';
import { eventually } from '../support/eventually.js';

interface Report {
  readonly test_id: string;
  readonly status: string;
  readonly grade: string | null;
  readonly problem: string | null;
  readonly asked_by: string;
  readonly checks: readonly { id: string; outcome: string; curl: string | null }[];
  readonly order_ids: readonly string[];
}

interface Begun {
  readonly test_id: string;
  readonly error: { readonly code: string; readonly message: string; readonly details: readonly object[] };
}

/** A quarter past two at night, which nobody is awake at. */
const NIGHT = Date.UTC(2030, 0, 7, 2, 15);
const journey = useJourney({ startAt: NIGHT, env: { CONFORMANCE_NIGHTLY: 'on', CONFORMANCE_REQUIRED: 'on' } });

const ready = (options: GoodSellerOptions = {}) =>
  goodSeller(journey, { now: () => journey.clock.now(), workMs: 20, ...options });
const testsOf = async ({ shortId }: JourneyTool) =>
  (await journey.api('GET', `/v1/tools/${shortId}/tests`)).body.tests as Report[];
const reportOf = async ({ shortId }: JourneyTool, testId: string) =>
  (await journey.api('GET', `/v1/tools/${shortId}/tests/${testId}`)).body as Report;
/** Begins a test, or is refused. */
async function begin({ shortId }: JourneyTool, status = 202, token?: string): Promise<Begun> {
  const options = token === undefined ? {} : { token };
  const answer = await journey.roundtrip.call('POST', `/v1/tools/${shortId}/test`, { patience_s: 30 }, options);
  if (answer.status !== status) throw new Error(`The test was answered ${answer.status}: ${answer.text}`);
  return answer.body as Begun;
}

/** Lets time pass until a test is over. */
const over = (tool: JourneyTool, testId: string) =>
  eventually(
    async () => {
      journey.pass(100);
      const report = await reportOf(tool, testId);
      return report.status === 'running' ? null : report;
    },
    { withinMs: 30_000 },
  );
const testedNow = async (tool: JourneyTool) => over(tool, (await begin(tool)).test_id);

/** What an order is refused by. */
async function refusal(tool: JourneyTool): Promise<string> {
  const { status, body } = await tool.tryPlace();
  expect([status, body.error.code]).toEqual([409, 'not_conformant']);
  return body.error.message as string;
}

describe('a tool that orders wait for', () => {
  it('gets no orders before it is tested, test orders at any time, and orders with an A', async () => {
    const tool = await ready();
    expect(await refusal(tool)).toMatch(/^Tool tool-\d+ .* POST \/v1\/tools\/tool-\d+\/test/);
    expect((await tool.tryPlace({ is_test: true })).status).toBe(202);
    expect(await testedNow(tool)).toMatchObject({ grade: 'A', asked_by: 'admin' });
    expect((await tool.tryPlace()).status).toBe(202);
  });

  it('loses its grade by what changes its answers, and by nothing else', async () => {
    const tool = await ready();
    await testedNow(tool);
    await tool.patch({ name: 'Renamed', max_concurrency: 3, deadline_s: 7_200 });
    expect((await tool.tryPlace()).status).toBe(202);
    await tool.patch({ payload_template: '{ "order_id": "{order_id}" }' });
    expect(await refusal(tool)).toMatch(/has not passed a conformance test as it is now/);
  });

  it('gets none with a C', async () => {
    const tool = await ready({ job: () => ({ status: 202, body: { ok: true } }) });
    expect((await testedNow(tool)).grade).toMatch(/[CDF]/);
    expect(await refusal(tool)).toMatch(/grade [CDF]/);
  });

  it('gets no grade of a test in which it was changed', async () => {
    const tool = await ready({ untilAsked: true });
    const { test_id } = await begin(tool);
    await tool.patch({ remote_id_at: '/id' });
    expect(await over(tool, test_id)).toMatchObject({
      status: 'stopped',
      grade: null,
      problem: expect.stringMatching(/changed while/),
    });
  });
});

describe('a test', () => {
  it('is one at a time, not of a paused tool, and no stranger’s', async () => {
    const tool = await ready();
    const stranger = await journey.newSeller();
    expect(await begin(tool, 404, stranger.token)).toMatchObject({ error: { code: 'unknown_tool' } });
    const { test_id } = await begin(tool);
    const runs = await begin(tool, 409);
    expect(runs.error).toMatchObject({ code: 'test_runs', message: expect.stringContaining(test_id) });
    await over(tool, test_id);
    await tool.pause();
    expect((await begin(tool, 409)).error.code).toBe('tool_paused');
    expect((await testsOf(tool)).map((one) => one.test_id)).toEqual([test_id]);
  });

  it('may be asked for six times an hour by its seller, and as often as they like by operators', async () => {
    const seller = await journey.newSeller();
    const tool = await ready({ tool: { seller_id: seller.seller_id } });
    for (let n = 0; n < 6; n++) await over(tool, (await begin(tool, 202, seller.token)).test_id);
    const answer = await journey.roundtrip.call('POST', `/v1/tools/${tool.shortId}/test`, {}, { token: seller.token });
    expect([answer.status, answer.body.error.code]).toEqual([429, 'too_many_tests']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000);
    await over(tool, (await begin(tool)).test_id);
    journey.pass(HOUR);
    await over(tool, (await begin(tool, 202, seller.token)).test_id);
  }, 120_000);

  it('goes on over restarts, and asks nothing twice', async () => {
    const tool = await ready();
    const { test_id } = await begin(tool);
    for (const probes of [1, 8, 25]) {
      await eventually(() => {
        journey.pass(50);
        return tool.jobs.length + tool.checks.length >= probes;
      });
      await journey.roundtrip.stop();
      await journey.boot();
    }
    const report = await over(tool, test_id);
    expect(report).toMatchObject({ grade: 'A', problem: null });
    expect(report.order_ids).toHaveLength(2);
    const unknown = tool.checks.map(({ params }) => params['id']).filter((id) => !report.order_ids.includes(id!));
    expect(unknown.length).toBeLessThanOrEqual(20 + 3);
  }, 60_000);

  it('tells no secret: not in what was found, not in the curl', async () => {
    const tool = await ready({ job: (_reply, request) => ({ status: 401, body: { echo: request.headers } }) });
    const report = JSON.stringify(await testedNow(tool));
    expect(report).toMatch(/curl/);
    for (const secret of [`key-of-${tool.shortId}`, tool.json.callback_secret, tool.json.signing_secret])
      expect(report).not.toContain(secret);
  });

  it.each([
    [{ patience_s: 4 }, 'patience_s'],
    [{ patience_s: 3_601 }, 'patience_s'],
    [{ inputs: [] }, 'inputs'],
    [{ failing_inputs: 'x' }, 'failing_inputs'],
    [{ input: {} }, 'input'],
  ])('refuses %j by name', async (body, field) => {
    const tool = await ready();
    const { status, body: answer } = await journey.roundtrip.call('POST', `/v1/tools/${tool.shortId}/test`, body);
    expect([status, answer.error.details[0].field]).toEqual([400, field]);
  });

  it('makes inputs up from the schema, and asks for them where none can be', async () => {
    const inputs_schema = {
      ...{ type: 'object', required: ['prompt', 'size'], additionalProperties: true },
      properties: { prompt: { type: 'string', minLength: 3 }, size: { enum: ['large', 'small'] } },
    };
    const tool = await ready({ tool: { inputs_schema } });
    expect(await testedNow(tool)).toMatchObject({ grade: 'A' });
    const strange = {
      type: 'object',
      properties: { code: { type: 'string', pattern: '^[A-Z]{3}-\\d{9}$' } },
      required: ['code'],
    };
    const picky = await ready({ tool: { inputs_schema: strange } });
    const answer = (await begin(picky, 400)).error;
    expect(answer.details).toEqual([{ field: 'inputs', message: expect.stringMatching(/must be given/) }]);
  });
});

describe('a callback without proof', () => {
  const callWrongly = async (orderId: string) => {
    const path = `/api/orders/callback?test=${orderId}`;
    const options = { token: null, headers: { 'x-callback-secret': 'cbs_of_somebody_else' } };
    return (await journey.roundtrip.call('POST', path, { ok: true, order_id: orderId }, options)).status;
  };
  const known = async (orderId: string) =>
    ((await journey.api('GET', `/v1/orders/${orderId}/attempts`)).body.attempts as { kind: string; error: string }[])
      .filter(({ kind }) => kind === 'callback')
      .map(({ error }) => error);

  it('is written down for a test order, three times at most, and changes nothing', async () => {
    const tool = await ready({ end: () => null });
    const order = await tool.placed({ is_test: true });
    for (let n = 0; n < 5; n++) expect(await callWrongly(order.id)).toBe(401);
    expect(await known(order.id)).toEqual(Array(3).fill(expect.stringMatching(/no tool's callback secret/)));
    expect((await order.read()).status).toBe('processing');
  });

  it('is not written down for any other order, nor for one that there is not', async () => {
    const tool = await ready({ end: () => null });
    await testedNow(tool);
    const order = await (await goodSeller(journey, { end: () => null })).place({ is_test: true });
    expect(await callWrongly('not-an-id')).toBe(401);
    expect(await callWrongly('0197c1d0-0000-7000-8000-00000000dead')).toBe(401);
    expect(await known(order.id)).toEqual([]);
  });
});

describe('the night', () => {
  it('tests every tool once, and tells its seller of a lower grade, once', async () => {
    const seller = await journey.newSeller();
    let isBroken = false;
    const tool = await ready({
      ...{ tool: { seller_id: seller.seller_id } },
      job: (reply) => (isBroken ? { status: 202, body: { ok: true } } : reply),
    });
    const paused = await ready({ tool: { seller_id: seller.seller_id } });
    await paused.pause();
    const night = async () => {
      const before = (await testsOf(tool)).length;
      await journey.roundtrip.rooms.conformance.nightly!.look();
      const [newest] = await testsOf(tool);
      if ((await testsOf(tool)).length === before) return null;
      return over(tool, newest!.test_id);
    };
    const notices = async () =>
      ((await journey.api('GET', `/v1/sellers/${seller.seller_id}/notices`)).body.notices as { kind: string }[]).filter(
        ({ kind }) => kind === 'grade',
      );
    expect(await night()).toMatchObject({ asked_by: 'nightly', grade: 'A' });
    expect(await night()).toBeNull();
    isBroken = true;
    journey.pass(24 * HOUR);
    expect((await night())?.grade).toMatch(/[CD]/);
    expect(await notices()).toMatchObject([
      { kind: 'grade', message: expect.stringMatching(/fell from grade A to [CD]/) },
    ]);
    journey.pass(24 * HOUR);
    await night();
    expect(await notices()).toHaveLength(1);
    isBroken = false;
    journey.pass(24 * HOUR);
    expect(await night()).toMatchObject({ grade: 'A' });
    expect(await testsOf(paused)).toEqual([]);
    journey.pass(6 * HOUR);
    expect(await night()).toBeNull();
  }, 120_000);
});

describe('a set-up that works against itself', () => {
  it('is told of when it is saved, and after a test that found Retry-After', async () => {
    const busy = (reply: { status?: number }) => ({ ...reply, headers: { 'retry-after': '120' } });
    const tool = await ready({
      status: busy,
      tool: { deadline_s: 60, poll: { strategy: 'fixed', initial_s: 55, interval_s: 30, jitter: 0 } },
    });
    const warned = async () =>
      (await journey.api('GET', `/v1/tools/${tool.shortId}`)).body.warnings as { field: string }[];
    expect((tool.json as unknown as { warnings: object[] }).warnings).toMatchObject([
      { field: 'deadline_s', message: expect.stringMatching(/55 s \+ 8 s = 63 s/) },
    ]);
    await tool.patch({ deadline_s: 3_600 });
    expect(await warned()).toEqual([]);
    await testedNow(tool);
    expect(await warned()).toMatchObject([
      { field: 'poll', message: expect.stringMatching(/every 30 s, .* so it is 120 s/) },
    ]);
    const status_url = (await journey.api('GET', `/v1/tools/${tool.shortId}`)).body.status_url as string;
    const other = await ready({ tool: { status_url } });
    expect((other.json as unknown as { warnings: object[] }).warnings).toMatchObject([
      { field: 'status_url', message: expect.stringContaining(tool.shortId) },
    ]);
  });
});
