import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { traceIdOf } from '../../src/telemetry/tracing/trace-ids.js';
import { openTracing, type TracedCall, type Tracing } from '../../src/telemetry/tracing/tracing.js';
import { OtlpCollector } from '../support/otlp-collector.js';

let collector: OtlpCollector;
beforeAll(async () => {
  collector = await OtlpCollector.start();
});
afterAll(() => collector.close());
afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('OTEL_')) delete process.env[name];
  collector.spans.length = 0;
});

async function open(env: Record<string, string>): Promise<Tracing> {
  Object.assign(process.env, env);
  return (await openTracing({ endpoint: collector.endpoint, version: '1.2.3', failed: () => undefined }))!;
}

function callFor(subjectId: string | null, isOrders = true): TracedCall {
  return {
    ...{
      kind: 'forward',
      outcome: 'accepted',
      subjectId,
      isOrders,
      shortId: 'tool',
      run: 1,
      attemptNum: 1,
      latenessMs: 0,
    },
    ...{ method: 'POST', url: 'https://seller.test/job', statusCode: 200, phase: undefined },
    ...{ startedAt: 1_900_000_000_000, durationMs: 12.5, settledAt: 1_900_000_000_020 },
  };
}

const placing = (orderId: string) => ({
  ...{ orderId, status: 202, traceparent: undefined },
  ...{ startedAt: 1_899_999_999_990, endedAt: 1_900_000_000_000 },
});

describe('a sampler', () => {
  it('that takes a part of all takes whole traces, whichever process makes their spans', async () => {
    const env = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' };
    const [placed, worked] = [await open(env), await open(env)];
    const ids = Array.from({ length: 200 }, () => randomUUID());
    for (const id of ids) {
      placed.orderPlaced(placing(id));
      worked.callEnded(callFor(id));
    }
    await Promise.all([placed.close(2_000), worked.close(2_000)]);
    const counts = ids.map((id) => collector.spans.filter((span) => span.traceId === traceIdOf(id)).length);
    expect(new Set(counts)).toEqual(new Set([0, 3]));
  });

  it('that takes none sends none', async () => {
    const tracing = await open({ OTEL_TRACES_SAMPLER: 'always_off' });
    const id = randomUUID();
    tracing.orderPlaced(placing(id));
    tracing.callEnded(callFor(id));
    await tracing.close(2_000);
    expect(collector.spans).toEqual([]);
  });
});

describe('a span', () => {
  it('has its times to the microsecond, and a settle from the last byte on', async () => {
    const tracing = await open({ OTEL_SERVICE_NAME: 'my-shop', OTEL_EXPORTER_OTLP_HEADERS: 'x-team=tools' });
    tracing.callEnded(callFor(randomUUID()));
    await tracing.close(2_000);
    const spans = collector.spans.map(({ name, startMs, endMs }) => [name, startMs, endMs]);
    expect(spans).toEqual([
      ['forward', 1_900_000_000_000, 1_900_000_000_012.5],
      ['settle', 1_900_000_000_012.5, 1_900_000_000_020],
    ]);
    expect(collector.spans[0]?.resource).toMatchObject({ 'service.name': 'my-shop', 'service.version': '1.2.3' });
    expect(collector.requests.at(-1)?.headers['x-team']).toBe('tools');
  });

  it('of a job or a poll is a root in the trace of its id; of a message about a tool, in one of its own', async () => {
    const tracing = await open({});
    const digits = randomUUID().replaceAll('-', '');
    tracing.callEnded({ ...callFor(`job_${digits}`, false), kind: 'job' });
    tracing.callEnded({ ...callFor(null, false), kind: 'notify' });
    await tracing.close(2_000);
    const roots = collector.spans.filter((span) => span.parentId === '');
    expect(roots.map((span) => [span.name, span.traceId === digits])).toEqual([
      ['job', true],
      ['notify', false],
    ]);
  });
});

describe('without an endpoint', () => {
  it('there is nothing to trace with', async () => {
    expect(await openTracing({ endpoint: undefined, version: '1', failed: () => undefined })).toBeNull();
  });
});
