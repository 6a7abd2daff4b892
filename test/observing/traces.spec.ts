import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useJourney } from '../journeys/journey.js';
import { JourneyOrder } from '../journeys/journey-order.js';
import { OtlpCollector, type CollectedSpan } from '../support/otlp-collector.js';

const CALLER = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
const journey = useJourney();

let collector: OtlpCollector;
// The journey's server is up by now, and is started again with the collector's address.
beforeAll(async () => {
  collector = await OtlpCollector.start();
  await startAgain();
});
afterAll(() => collector.close());

async function startAgain(): Promise<void> {
  await journey.roundtrip.stop();
  await journey.boot({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
}

const traceOf = (order: JourneyOrder) => order.id.replaceAll('-', '');

/** What was sent of an order's trace, once all of it was flushed. */
async function spansOf(order: JourneyOrder): Promise<CollectedSpan[]> {
  await startAgain();
  return collector.spans.filter((span) => span.traceId === traceOf(order));
}

describe('the trace of an order', () => {
  it('is one over processes: placed in one, checked, completed and told of in another', async () => {
    const tool = await journey.minutely();
    const answer = await tool.tryPlace({}, { headers: { traceparent: `00-${CALLER.trace}-${CALLER.span}-01` } });
    const orderId = (answer.body as { order_id: string }).order_id;
    const order = new JourneyOrder(tool, orderId);
    await order.becomes('processing');
    await order.toldUpTo('order.processing');
    await startAgain();
    tool.onStatus({ body: { status: 'completed', result_text: 'x' } });
    await order.checked();
    await order.toldUpTo('order.completed');
    await order.attempt('notify', 2);
    const spans = await spansOf(order);
    const root = spans.find((span) => span.parentId === '')!;
    const below = (parent: CollectedSpan) => spans.filter((span) => span.parentId === parent.spanId);
    expect(root).toMatchObject({ name: 'POST /v1/orders', kind: 2, attributes: { 'http.response.status_code': 202 } });
    expect(root.links).toEqual([{ traceId: CALLER.trace, spanId: CALLER.span }]);
    expect(root.resource).toMatchObject({ 'service.name': 'roundtrip' });
    const calls = below(root).sort((a, b) => a.startMs - b.startMs);
    expect(calls.map(({ name }) => name).sort()).toEqual(['check', 'forward', 'notify', 'notify']);
    for (const call of calls) expect(below(call).map(({ name }) => name)).toEqual(['settle']);
    expect(spans).toHaveLength(9);
    expect(new Set(spans.map((span) => span.spanId)).size).toBe(9);
    expect(new Set(spans.map((span) => span.resource['service.instance.id'])).size).toBe(2);
    const check = calls.find((span) => span.name === 'check')!;
    expect(check).toMatchObject({ kind: 3, status: 0, startMs: journey.clock.now() });
    expect(check.attributes).toEqual({
      ...{ 'http.request.method': 'GET', 'http.response.status_code': 200, 'server.address': 'localhost' },
      ...{ 'server.port': journey.seller.port, 'roundtrip.order_id': order.id, 'roundtrip.tool': tool.shortId },
      ...{ 'roundtrip.kind': 'check', 'roundtrip.outcome': 'completed', 'roundtrip.attempt': 1, 'roundtrip.run': 1 },
      'roundtrip.lateness_ms': 0,
    });
  });

  it('has its callback, and marks calls that failed', async () => {
    const tool = (await journey.tool({ status_url: null })).onJob([{ status: 503 }, { status: 200 }]);
    const order = await tool.place();
    await order.attempt('forward', 1);
    await order.forwardedAgain();
    await order.becomes('processing');
    await order.callback({ ok: true, result_text: 'x' });
    await order.becomes('completed');
    const spans = await spansOf(order);
    const root = spans.find((span) => span.parentId === '')!;
    const forwards = spans.filter((span) => span.name === 'forward').sort((a, b) => a.startMs - b.startMs);
    expect(
      forwards.map((span) => [span.status, span.attributes['roundtrip.outcome'], span.attributes['roundtrip.attempt']]),
    ).toEqual([
      [2, 'server_error', 1],
      [0, 'accepted', 2],
    ]);
    const callback = spans.find((span) => span.name === 'callback')!;
    expect(callback).toMatchObject({ kind: 2, parentId: root.spanId });
    expect(callback.attributes).toMatchObject({ 'roundtrip.outcome': 'completed', 'http.response.status_code': 200 });
  });

  it('holds no secret, path or query of a URL, and is not sent to sellers', async () => {
    const tool = await journey.tool({
      job_url: journey.seller.url('/CANARY-path/job?key=CANARY-query'),
      auth_headers: { Authorization: 'Bearer CANARY-header' },
    });
    journey.seller.reply('POST /CANARY-path/job', { status: 200, body: { note: 'CANARY-answer' } });
    const order = await tool.placed({ inputs: { prompt: 'CANARY-input' }, metadata: { cart: 'CANARY-metadata' } });
    expect((await spansOf(order)).map((span) => span.name)).toContain('forward');
    expect(collector.everything).not.toContain('CANARY');
    expect(collector.everything).not.toContain(tool.json.callback_secret);
    const [sent] = journey.seller.requestsTo('POST /CANARY-path/job');
    expect(Object.keys(sent!.headers)).not.toContain('traceparent');
  });

  it('goes by OTLP over HTTP to /v1/traces, in protobuf', () => {
    expect(new Set(collector.requests.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(collector.requests[0]?.headers['content-type']).toBe('application/x-protobuf');
  });
});

describe('a collector that is down', () => {
  it('disturbs no order, and keeps no server from stopping', async () => {
    await journey.roundtrip.stop();
    // Read by the SDK itself: it gives up before our own patience at the end is over.
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '100';
    await journey.boot({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    delete process.env['OTEL_EXPORTER_OTLP_TIMEOUT'];
    const tool = (await journey.minutely()).onStatus({ body: { status: 'completed', result_text: 'x' } });
    const order = await tool.placed();
    await order.checked();
    await order.becomes('completed');
    const began = performance.now();
    await journey.roundtrip.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    const told = journey.roundtrip.logged.filter((line) => line.includes('"event":"traces.not_taken"'));
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('127.0.0.1');
    await startAgain();
  });
});
