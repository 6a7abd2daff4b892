import { afterEach, describe, expect, it } from '@jest/globals';
import { createAuthority } from '../support/local-authority.js';
import { eventually } from '../support/eventually.js';
import { startSeller, type SellerReply } from '../support/scripted-seller.js';
import { tlsServer } from '../outbound/servers.js';
import { expectSentence, HOUR, MINUTE, useJourney } from './journey.js';
import type { JourneyOrder } from './journey-order.js';

const journey = useJourney({ env: { FORWARD_TIMEOUT_MS: '2500' } });
const open: { close(): unknown }[] = [];

afterEach(async () => {
  journey.chance = 0.5;
  for (const server of open.splice(0)) await server.close();
});

/** When each try of the order's forward began, in seconds from the first. */
async function tries(order: JourneyOrder): Promise<number[]> {
  const starts = (await order.attempts('forward')).map((attempt) => Date.parse(attempt.started_at));
  return starts.map((start) => (start - starts[0]!) / 1000);
}

describe('a job POST answered 2xx', () => {
  it.each<[string, SellerReply]>([
    ['200 without a body', { status: 200 }],
    ['201 with a body that is not ours', { status: 201, body: { id: 'job-7', state: 'queued' } }],
    ['202 with no Location', { status: 202 }],
    ['204', { status: 204 }],
    ['299', { status: 299 }],
    ['200 with HTML', { body: '<h1>Workflow was started</h1>' }],
    ['200 with result fields but none of our words', { body: { ok: true, result_text: 'done' } }],
    ['200 with a word that is not ours', { body: { status: 'success', result_text: 'done' } }],
    ['200 with broken JSON', { body: '{ "status": "completed"', headers: { 'content-type': 'application/json' } }],
  ])('makes it processing: %s', async (_what, reply) => {
    const tool = (await journey.tool()).onJob(reply);
    const order = await tool.placed();
    const [attempt, ...more] = await order.attempts('forward');
    expect(attempt).toMatchObject({ outcome: 'accepted', status_code: reply.status ?? 200, error: null, run: 1 });
    expect(more).toEqual([]);
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing']);
    expect(await order.toldUpTo('order.processing')).toEqual(['order.processing']);
    const { forwarded_at, next_check_at, attempts, delivered_by, result } = await order.read();
    expect({ attempts, delivered_by, result }).toEqual({ attempts: 1, delivered_by: null, result: null });
    expect(Date.parse(forwarded_at ?? '')).toBe(journey.clock.now());
    expect(Date.parse(next_check_at ?? '') % (15 * MINUTE)).toBe(0);
  });

  it('keeps progress and message of a reply in our own words', async () => {
    const tool = await journey.tool();
    tool.onJob({ body: { status: 'processing', progress: 12, message: 'Warming up' } });
    const order = await tool.placed();
    expect(await order.read()).toMatchObject({ progress: 12, message: 'Warming up' });
    expect((await order.attempt('forward', 1)).outcome).toBe('accepted');
  });

  it('completes by a reply in our own words with a valid result', async () => {
    const tool = (await journey.tool()).onJob({ body: { status: 'completed', result_text: 'A bicycle, red' } });
    const order = await tool.place();
    const { delivered_by, result, error, progress } = await order.becomes('completed');
    expect({ delivered_by, error, progress }).toEqual({ delivered_by: 'reply', error: null, progress: 100 });
    expect(result).toEqual({ output_type: 'text', text: 'A bicycle, red', files: [] });
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome: 'completed', status_code: 200 });
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'completed']);
    expect((await order.events()).at(-1)?.cause).toEqual({ kind: 'forward', attempt_id: attempt.attempt_id });
    expect(await order.toldUpTo('order.completed')).toEqual(['order.completed']);
  });

  it('fails by a reply in our own words that says failed', async () => {
    const body = { status: 'failed', error: { code: 'NSFW', message: 'We do not draw this.' } };
    const order = await (await journey.tool()).onJob({ body }).place();
    const { error, delivered_by } = await order.becomes('failed');
    expect(error).toMatchObject({ code: 'seller_failed', message: 'We do not draw this.' });
    expect(delivered_by).toBe('reply');
    expect((await order.attempt('forward', 1)).outcome).toBe('failed');
    expect(await order.toldUpTo('order.failed')).toEqual(['order.failed']);
  });

  it('is acknowledged only, where the reply says completed and its result is bad', async () => {
    const body = { status: 'completed', result_url: 'http://example.com/a.png' };
    const order = await (await journey.tool()).onJob({ body }).placed();
    const attempt = await order.attempt('forward', 1);
    expect(attempt.outcome).toBe('accepted');
    expectSentence(attempt.error);
    expect(attempt.error).toContain('https');
    expect(await order.read()).toMatchObject({ result: null, status: 'processing' });
  });

  it('names the fields of our own words that we do not know', async () => {
    const tool = (await journey.tool()).onJob({ body: { status: 'processing', queue_position: 4 } });
    const attempt = await (await tool.placed()).attempt('forward', 1);
    expect(attempt.error).toBe('Ignored unknown fields: queue_position.');
  });
});

describe('202 with a status URL, from a tool without status_url', () => {
  it.each([['location'], ['operation-location']])(
    '%s of the same origin is where the order is asked about',
    async (name) => {
      const tool = await journey.minutely({ status_url: null });
      const path = `/${tool.shortId}/operations/7`;
      journey.seller.reply(`GET ${path}`, { body: { status: 'completed', result_text: 'found' } });
      const order = await tool
        .onJob({ status: 202, headers: { [name]: `${journey.seller.url(path)}?api-version=2` } })
        .placed();
      expect(await order.checked()).toMatchObject({ outcome: 'completed', method: 'GET' });
      const [check] = journey.seller.requestsTo(`GET ${path}`);
      expect(check?.query.get('api-version')).toBe('2');
      expect(check?.headers.authorization).toBe(`Bearer key-of-${tool.shortId}`);
      expect((await order.read()).delivered_by).toBe('check');
    },
  );

  it('is resolved against job_url', async () => {
    const tool = await journey.minutely({ status_url: null });
    journey.seller.reply(`GET /${tool.shortId}/runs/9`, { body: { status: 'processing', progress: 5 } });
    const order = await tool.onJob({ status: 202, headers: { location: 'runs/9' } }).placed();
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    expect(journey.seller.requestsTo(`GET /${tool.shortId}/runs/9`)).toHaveLength(1);
  });

  it.each([
    ['another host', () => `https://127.0.0.1:${journey.seller.port}/status/1`],
    ['http', () => `http://localhost:${journey.seller.port}/status/1`],
    ['another port', () => 'https://localhost:1/status/1'],
  ])('is recorded and ignored where it names %s', async (_what, location) => {
    const tool = (await journey.minutely({ status_url: null })).onJob({
      status: 202,
      headers: { location: location() },
    });
    const order = await tool.placed();
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome: 'accepted', status_code: 202 });
    expectSentence(attempt.error);
    expect((await order.read()).next_check_at).toBeNull();
    await order.act('check', undefined, 409);
  });

  it('counts only with 202, and only where the tool has no status_url', async () => {
    const [two, own] = [await journey.minutely({ status_url: null }), await journey.minutely()];
    const headers = { location: '/elsewhere' };
    expect((await (await two.onJob({ status: 200, headers }).placed()).read()).next_check_at).toBeNull();
    const order = await own.onJob({ status: 202, headers }).placed();
    await order.checked();
    expect(own.checks).toHaveLength(1);
    expect(journey.seller.requestsTo('GET /elsewhere')).toEqual([]);
  });
});

describe('a job POST that is sent again, with the same ids', () => {
  it.each<[number, string]>([
    [408, 'timeout'],
    [425, 'rejected'],
    [429, 'rate_limited'],
    [500, 'server_error'],
    [502, 'server_error'],
    [503, 'server_error'],
    [504, 'server_error'],
    [599, 'server_error'],
    [404, 'not_found'],
  ])('after %d', async (status, outcome) => {
    const tool = (await journey.tool()).onJob([{ status, body: 'not now' }, { status: 200 }]);
    const order = await tool.place();
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome, status_code: status, attempt_num: 1, response_excerpt: 'not now' });
    expectSentence(attempt.error);
    expect((await order.read()).status).toBe('forwarding');
    expect(await order.forwardedAgain()).toMatchObject({ outcome: 'accepted', attempt_num: 2 });
    await order.becomes('processing');
    expect(await tries(order)).toEqual([0, 5]);
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'processing']);
    const [first, second] = tool.jobs;
    for (const name of ['idempotency-key', 'webhook-id']) {
      expect(first?.headers[name]).toBe(order.id);
      expect(second?.headers[name]).toBe(order.id);
    }
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
  });

  it('after a connection that is refused', async () => {
    const gone = await startSeller(journey.authority);
    const job_url = gone.url('/job');
    await gone.close();
    await expectNetworkRetry({ job_url }, 'connection_error');
  });

  it('after a connection that is reset in the TLS handshake', async () => {
    const other = await startSeller(journey.authority);
    open.push(other);
    other.dropConnections(1);
    await expectNetworkRetry({ job_url: other.url('/job') }, 'connection_error');
  });

  it('after a connection that breaks in the middle of the request', async () => {
    const certificate = await journey.authority.issue(['localhost']);
    const server = await tlsServer(certificate, (socket) => socket.once('data', () => socket.destroy()));
    open.push(server);
    const inputs = { prompt: 'x'.repeat(1_000_000) };
    await expectNetworkRetry({ job_url: `https://localhost:${server.port}/job` }, 'connection_error', inputs);
  });

  it('after a certificate that cannot be trusted', async () => {
    const stranger = await createAuthority('A stranger');
    const other = await startSeller(journey.authority, { certificate: await stranger.issue(['localhost']) });
    open.push(other);
    await expectNetworkRetry({ job_url: other.url('/job') }, 'tls_error');
  });

  it('after a name that does not exist', async () => {
    await expectNetworkRetry({ job_url: 'https://nowhere.test/job' }, 'dns_error');
  });

  it('after an address that is not allowed', async () => {
    await expectNetworkRetry({ job_url: 'https://private.test/job' }, 'blocked_address');
  });

  /** The call fails before it is sent; the tool is mended meanwhile, and the next try arrives. */
  async function expectNetworkRetry(fields: object, outcome: string, inputs: object = {}): Promise<void> {
    const tool = await journey.tool(fields);
    const order = await tool.place({ inputs });
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome, status_code: null });
    expectSentence(attempt.error);
    expect((await order.read()).status).toBe('forwarding');
    await tool.patch({ job_url: journey.seller.url(`/${tool.shortId}/job`), auth_headers: { 'X-Key': 'new' } });
    expect(await order.forwardedAgain()).toMatchObject({ outcome: 'accepted' });
    expect(tool.jobs[0]?.headers['idempotency-key']).toBe(order.id);
  }

  it('after 5 s, then twice as long each time up to 10 min, until 6 h are over: then it failed', async () => {
    const tool = (await journey.tool()).onJob({ status: 503 });
    const order = await tool.place();
    await order.attempt('forward', 1);
    while ((await order.read()).status === 'forwarding') await order.forwardedAgain();
    const at = await tries(order);
    const gaps = at.slice(1).map((second, i) => second - at[i]!);
    expect(gaps.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
    expect(new Set(gaps.slice(7))).toEqual(new Set([600]));
    expect(at.at(-1)).toBeGreaterThan((6 * HOUR) / 1000 - 600);
    expect(at.at(-1)).toBeLessThanOrEqual((6 * HOUR) / 1000);
    const { error, delivered_by, status } = await order.read();
    expect([status, error?.code, delivered_by]).toEqual(['failed', 'seller_unreachable', null]);
    expectSentence(error?.message ?? null);
    expectSentence(error?.hint ?? null);
    expect(new Set(tool.jobs.map((job) => job.headers['webhook-id']))).toEqual(new Set([order.id]));
    expect(await order.timeline()).toEqual(['received', 'forwarding', 'failed']);
    expect(await order.toldUpTo('order.failed')).toEqual(['order.failed']);
  });

  it.each([
    [0, 3.75],
    [1 - 1e-9, 6.25],
  ])('spread by 25 percent either way (a draw of %d)', async (chance, seconds) => {
    journey.chance = chance;
    const order = await (await journey.tool()).onJob([{ status: 500 }, { status: 200 }]).place();
    await order.attempt('forward', 1);
    await order.forwardedAgain();
    expect((await tries(order))[1]).toBeCloseTo(seconds, 2);
  });

  it.each<[string, () => string, number]>([
    ['in seconds', () => '120', 120],
    ['as a date', () => new Date(journey.clock.now() + 90_000).toUTCString(), 90],
    ['up to an hour', () => '7200', 3600],
    ['only as a floor', () => '1', 5],
    ['not where it is junk', () => 'soon', 5],
  ])('no sooner than Retry-After asks, %s', async (_what, retryAfter, seconds) => {
    journey.clock.advanceTo(Math.ceil(journey.clock.now() / 1000) * 1000);
    const reply = { status: 429, headers: { 'retry-after': retryAfter() } };
    const order = await (await journey.tool()).onJob([reply, { status: 200 }]).place();
    await order.attempt('forward', 1);
    await order.forwardedAgain();
    expect(await tries(order)).toEqual([0, seconds]);
  });

  it('after 404 only in the first 120 s: later it is a refusal', async () => {
    const order = await (await journey.tool()).onJob({ status: 404, body: 'webhook not registered' }).place();
    await order.attempt('forward', 1);
    while ((await order.read()).status === 'forwarding') await order.forwardedAgain();
    expect(await tries(order)).toEqual([0, 5, 15, 35, 75, 155]);
    const { error, delivered_by } = await order.read();
    expect(error).toMatchObject({
      code: 'seller_rejected',
      message: 'The seller refused the order with HTTP 404: webhook not registered',
    });
    expect(delivered_by).toBe('reply');
    expect(await order.outcomes('forward')).toEqual(Array(6).fill('not_found'));
  });

  it('until its deadline: then it expires', async () => {
    const order = await (await journey.tool()).onJob({ status: 503 }).place({ deadline_s: 60 });
    await order.attempt('forward', 1);
    for (let i = 0; i < 3; i++) await order.forwardedAgain();
    journey.clock.advanceTo(Date.parse((await order.read()).deadline_at));
    const { error, delivered_by } = await order.becomes('expired');
    expect([error, delivered_by]).toEqual([null, null]);
    expect(await order.attempts('forward')).toHaveLength(4);
    expect(await order.toldUpTo('order.expired')).toEqual(['order.expired']);
  });
});

describe('a job POST that was fully sent and never answered', () => {
  it.each<[string, SellerReply]>([
    ['silence until the timeout', { hang: true }],
    ['a reset instead of an answer', { resetBefore: true }],
  ])('makes it processing, unconfirmed, and is not sent twice blindly: %s', async (_what, reply) => {
    const tool = (await journey.minutely()).onJob(reply);
    const order = await tool.placed();
    const attempt = await order.attempt('forward', 1);
    expect(attempt).toMatchObject({ outcome: 'unconfirmed', status_code: null });
    expectSentence(attempt.error);
    expect(await order.checked()).toMatchObject({ outcome: 'processing' });
    journey.pass(HOUR);
    await order.attempt('check', 2);
    expect(tool.jobs).toHaveLength(1);
    expect(await order.toldUpTo('order.processing')).toEqual(['order.processing']);
  });
});

describe('a job POST that is refused', () => {
  it.each([[301], [302], [307], [308], [304]])(
    'fails the order after %d, and the message names the target',
    async (status) => {
      const location = 'https://elsewhere.example/login';
      const tool = (await journey.tool()).onJob({ status, headers: { location } });
      const order = await tool.place();
      const { error, delivered_by } = await order.becomes('failed');
      expect(error?.code).toBe('seller_redirected');
      expect(error?.message).toContain(location);
      expectSentence(error?.message ?? null);
      expectSentence(error?.hint ?? null);
      expect(delivered_by).toBe('reply');
      expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'redirected', status_code: status });
      expect(tool.jobs).toHaveLength(1);
    },
  );

  it.each<[number, string]>([
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [405, 'rejected'],
    [409, 'rejected'],
    [413, 'rejected'],
    [415, 'rejected'],
    [422, 'rejected'],
    [451, 'rejected'],
  ])(
    'fails the order after %d, with the status and the first 500 characters of the answer',
    async (status, outcome) => {
      const tool = (await journey.tool()).onJob({ status, body: `prompt is empty ${'x'.repeat(600)}` });
      const order = await tool.place();
      const { error, delivered_by } = await order.becomes('failed');
      expect(error).toMatchObject({
        code: 'seller_rejected',
        message: `The seller refused the order with HTTP ${status}: ${`prompt is empty ${'x'.repeat(600)}`.slice(0, 500)}`,
      });
      expectSentence(error?.hint ?? null);
      expect(delivered_by).toBe('reply');
      expect(await order.attempt('forward', 1)).toMatchObject({ outcome, status_code: status });
      expect(tool.jobs).toHaveLength(1);
      expect(await order.toldUpTo('order.failed')).toEqual(['order.failed']);
    },
  );

  it('blots out its own key where the seller echoes it', async () => {
    const tool = await journey.tool();
    tool.onJob((request) => ({ status: 403, body: `wrong key: ${request.headers.authorization}` }));
    const order = await tool.place();
    const { error } = await order.becomes('failed');
    expect(error?.message).toBe('The seller refused the order with HTTP 403: wrong key: ••••');
    expect((await order.attempt('forward', 1)).response_excerpt).toBe('wrong key: ••••');
  });

  it('fails the order after 410, pauses the tool, and tells its seller, the marketplace and the operator', async () => {
    const seller = await journey.newSeller();
    const tool = (await journey.tool({ seller_id: seller.seller_id })).onJob({ status: 410 });
    const order = await tool.place();
    const { error, delivered_by } = await order.becomes('failed');
    expect([error?.code, delivered_by]).toEqual(['seller_gone', 'reply']);
    expectSentence(error?.message ?? null);
    expect(await order.attempt('forward', 1)).toMatchObject({ outcome: 'gone', status_code: 410 });
    const { body } = await journey.api('GET', `/v1/tools/${tool.shortId}`);
    expect(body.paused_at).not.toBeNull();
    expect((await tool.tryPlace()).body.error.code).toBe('tool_paused');
    const { notices } = (await journey.api('GET', `/v1/sellers/${seller.seller_id}/notices`)).body as {
      notices: object[];
    };
    expect(notices).toMatchObject([{ kind: 'paused', short_id: tool.shortId }]);
    for (const receiver of [journey.marketplace, journey.operator]) {
      const told = await eventually(() =>
        receiver.events.find((event) => event.data['short_id'] === tool.shortId && event.type === 'tool.paused'),
      );
      expect(told.body).not.toContain(journey.seller.url(''));
    }
  });
});
