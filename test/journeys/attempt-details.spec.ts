import { describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { BatchSeller } from './batch-seller.js';
import { MINUTE, useJourney } from './journey.js';
import type { Attempt } from './journey-order.js';

const journey = useJourney({ env: { MIN_CHECK_INTERVAL_S: '0' } });
const minutely = { poll: { strategy: 'fixed', interval_s: 60, jitter: 0 } };
const processing = { body: { status: 'processing' } };

/** The phases follow one another: together they are the call, but for what rounding loses. */
function expectTimed({ details, duration_ms }: Attempt): void {
  const spent = Object.values(details?.timings ?? {}).reduce((sum: number, ms) => sum + (ms ?? 0), 0);
  expect(details?.timings).not.toBeNull();
  expect(Math.abs(spent - duration_ms)).toBeLessThan(25);
}

describe('an attempt', () => {
  it('tells what was sent to the seller, what it answered, and where the time went', async () => {
    const tool = await journey.tool(minutely);
    tool.onJob({ status: 202, headers: { 'x-queue': '7' }, body: { ok: true } }).onStatus(processing);
    const order = await tool.placed();
    const forward = await order.attempt('forward', 1);
    expect(forward.details).toMatchObject({
      request_headers: {
        ...{ Authorization: '••••', 'webhook-signature': '••••', 'webhook-id': order.id, 'idempotency-key': order.id },
        'content-type': 'application/json',
      },
      response_headers: { 'x-queue': '7', 'content-type': 'application/json; charset=utf-8' },
    });
    expect(JSON.parse(forward.details?.request_body ?? '')).toMatchObject({
      ...{ order_id: order.id, inputs: { prompt: 'a red bicycle' } },
    });
    expectTimed(forward);
    expect(forward.details?.timings).toMatchObject({ tls_ms: expect.any(Number), wait_ms: expect.any(Number) });
    await order.checked();
    const check = await order.attempt('check', 1);
    expect(check.details).toMatchObject({
      ...{ request_headers: { Authorization: '••••', accept: 'application/json' }, request_body: null },
    });
    expectTimed(check);
  });

  it('has nothing of connecting where a connection was kept', async () => {
    const tool = await journey.tool(minutely);
    tool.onStatus([processing, { body: { status: 'processing', progress: 40 } }, { status: 503 }]);
    const order = await tool.placed();
    for (let n = 0; n < 3; n++) await order.checked();
    const last = (await order.attemptRows('check')).at(-1)!;
    expect(last.details?.timings).toMatchObject({ lookup_ms: null, connect_ms: null, tls_ms: null });
    expectTimed(last);
  });

  it('shows nothing that the seller echoes of its own secrets, in whatever header', async () => {
    const tool = await journey.tool({ ...minutely, callback_auth: 'url_token' });
    const token = () => String(tool.jobs[0]?.json()['callback_url']).split('/').at(-1) ?? '';
    tool.onJob((request) => {
      const { authorization = '', 'webhook-signature': signature = '' } = request.headers as Record<string, string>;
      const called = String(request.json()['callback_url']);
      const headers = { 'x-auth': authorization, 'x-said': `You said ${authorization} ${signature}`, 'x-back': called };
      return { status: 202, headers: { ...headers, 'set-cookie': ['sid=1', 'b=2'], location: '/j?t=abcdefghij' } };
    });
    const order = await tool.onStatus(processing).placed();
    const { details } = await order.attempt('forward', 1);
    const text = JSON.stringify(details);
    expect(text).not.toContain(`key-of-${tool.shortId}`);
    expect(token().length).toBeGreaterThan(20);
    expect(text).not.toContain(token());
    expect(text).not.toContain('abcdefghij');
    expect(details?.request_body).toContain('/api/orders/callback/••••');
    expect(details?.response_headers).toMatchObject({ 'x-auth': '••••', 'set-cookie': '••••' });
  });

  it('of equal checks in a row keeps what was said in the first', async () => {
    const tool = await journey.tool(minutely);
    let asked = 0;
    tool.onStatus(() => ({ ...processing, headers: { 'x-asked': String(++asked) } }));
    const order = await tool.placed();
    await order.isTold();
    for (let n = 0; n < 4; n++) await order.checked();
    const [row, ...others] = await order.attemptRows('check');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ repeated: 4, details: { response_headers: { 'x-asked': '1' } } });
  });

  it('of a batch check names no order but its own', async () => {
    const seller = await BatchSeller.of(journey);
    const orders = await seller.orders(3);
    journey.pass(MINUTE);
    for (const order of orders) {
      const { details } = await order.attempt('check', 1);
      expect(details?.request_body).toBe(`{"order_ids":["${order.id}"]} and 2 more`);
      for (const other of orders) if (other !== order) expect(JSON.stringify(details)).not.toContain(other.id);
    }
  });

  it('of a callback tells what its sender said of itself, without its secret', async () => {
    const tool = await journey.tool();
    const order = await tool.placed();
    await tool.callback({ order_id: order.id, status: 'completed', result_text: 'done' });
    const { details } = await order.attempt('callback', 1);
    expect(details).toMatchObject({ request_body: null, response_headers: {}, timings: null });
    expect(details?.request_headers).toMatchObject({ 'x-callback-secret': '••••' });
    expect(JSON.stringify(details)).not.toContain(tool.json.callback_secret);
  });

  it('tells of no answer where none came, and of a call that was not made nothing but what it would have been', async () => {
    const tool = await journey.tool({ ...minutely, status_url: 'https://private.test/{order_id}' });
    const order = await tool.placed();
    await order.checked();
    const { details, outcome } = await order.attempt('check', 1);
    expect(outcome).toBe('blocked_address');
    expect(details?.response_headers).toEqual({});
    expect(details?.timings).toMatchObject({ lookup_ms: expect.any(Number), wait_ms: null, body_ms: null });
  });

  it('loses it all once its order is erased, also what was under way then', async () => {
    const tool = await journey.tool(minutely);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    tool.onJob(async () => {
      await held;
      return { status: 500, body: 'an echo of a red bicycle' };
    });
    const order = await tool.place();
    await eventually(() => tool.jobs.length === 1);
    await journey.api('POST', `${order.path}/cancel`, {});
    await journey.api('DELETE', order.path, undefined, 204);
    goOn();
    const late = await eventually(() => order.attempt('forward', 1));
    expect(late).toMatchObject({ details: null, response_excerpt: null });
    const rows = await journey.roundtrip.storage.database.read<{ n: number }>(
      `SELECT count(*) AS n FROM attempts WHERE order_id = $1 AND (details IS NOT NULL OR response_excerpt IS NOT NULL)`,
      [order.id],
    );
    expect(Number(rows[0]?.n)).toBe(0);
  });
});
