import { randomUUID } from 'node:crypto';
import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Attributes, Context, HrTime, Link, Span, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, hostDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ChosenIds } from './chosen-ids.js';
import { readTraceparent, rootSpanIdOf, traceIdOf } from './trace-ids.js';
import type { TracedCall, TracedCallback, TracedPlacing, Tracing, TracingOptions } from './tracing.js';

const FAILED_EVERY_MS = 60_000;
/** Outcomes that are no trouble of a call; what a seller says of its own work is not either. */
const WELL: ReadonlySet<string> = new Set([
  ...['accepted', 'processing', 'not_modified', 'completed', 'failed', 'delivered', 'success', 'late', 'duplicate'],
]);

/**
 * Spans to an OTLP collector, made once a thing is done: so no context has to travel along with the work, and what was not done leaves
 * no open span. Sampler, headers and service name are read from their OTEL_ variables by the SDK itself.
 */
export class OtlpTracing implements Tracing {
  private readonly ids = new ChosenIds();
  private readonly provider: NodeTracerProvider;
  private readonly tracer: Tracer;
  private readonly failed: () => void;

  static open(options: TracingOptions): OtlpTracing {
    return new OtlpTracing(options);
  }

  private constructor({ endpoint, version, failed }: TracingOptions) {
    this.failed = onceIn(FAILED_EVERY_MS, failed);
    hearFailures(this.failed);
    const own = resourceFromAttributes({
      ...{ 'service.name': 'roundtrip', 'service.version': version, 'service.instance.id': randomUUID() },
    });
    this.provider = new NodeTracerProvider({
      resource: own.merge(detectResources({ detectors: [hostDetector, envDetector] })),
      idGenerator: this.ids,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: tracesUrl(endpoint) }))],
    });
    this.tracer = this.provider.getTracer('roundtrip', version);
  }

  orderPlaced({ orderId, startedAt, endedAt, status, traceparent }: TracedPlacing): void {
    const attributes = {
      'http.request.method': 'POST',
      'http.route': '/v1/orders',
      'http.response.status_code': status,
    };
    const options = {
      kind: SpanKind.SERVER,
      attributes: { ...attributes, ...ofOrder(orderId) },
      links: linksTo(traceparent),
    };
    this.ids.choose({ traceId: traceIdOf(orderId), spanId: rootSpanIdOf(orderId) });
    const span = this.tracer.startSpan('POST /v1/orders', { ...options, root: true, startTime: hrTime(startedAt) });
    span.end(hrTime(endedAt));
  }

  callEnded(call: TracedCall): void {
    const endedAt = call.startedAt + call.durationMs;
    const options = { kind: SpanKind.CLIENT, startTime: hrTime(call.startedAt), attributes: attributesOf(call) };
    const span = this.startBelow(call.isOrders, call.subjectId, call.kind, options);
    if (!WELL.has(call.outcome)) span.setStatus({ code: SpanStatusCode.ERROR, message: call.outcome });
    const settle = this.tracer.startSpan('settle', { startTime: hrTime(endedAt) }, trace.setSpan(ROOT_CONTEXT, span));
    span.end(hrTime(endedAt));
    settle.end(hrTime(Math.max(endedAt, call.settledAt)));
  }

  callbackTaken({ orderId, shortId, run, outcome, status, startedAt, durationMs }: TracedCallback): void {
    const attributes = {
      ...{ 'http.request.method': 'POST', 'http.route': '/api/orders/callback', ...ofOrder(orderId) },
      ...{ 'roundtrip.kind': 'callback', 'roundtrip.outcome': outcome },
      ...(status !== null && { 'http.response.status_code': status }),
      ...(shortId !== null && { 'roundtrip.tool': shortId }),
      ...(run !== null && { 'roundtrip.run': run }),
    };
    const options = { kind: SpanKind.SERVER, startTime: hrTime(startedAt), attributes };
    this.startBelow(true, orderId, 'callback', options).end(hrTime(startedAt + durationMs));
  }

  async close(graceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, graceMs)));
    await Promise.race([this.provider.shutdown().catch(this.failed), late]);
    clearTimeout(timer);
  }

  /** Below the request that placed the order; of anything else, with which no trace began, a root of its own in the subject's trace. */
  private startBelow(isOrders: boolean, subjectId: string | null, name: string, options: SpanOptions): Span {
    if (isOrders && subjectId !== null) return this.tracer.startSpan(name, options, this.rootOf(subjectId));
    if (subjectId !== null) this.ids.choose({ traceId: traceIdOf(subjectId) });
    return this.tracer.startSpan(name, { ...options, root: true });
  }

  /** The root span may have been made by another process, years ago: whether it was sampled follows from its ids. */
  private rootOf(orderId: string): Context {
    const root = { traceId: traceIdOf(orderId), spanId: rootSpanIdOf(orderId) };
    this.ids.choose(root);
    const { traceFlags } = this.tracer.startSpan('probe', { root: true }).spanContext();
    return trace.setSpanContext(ROOT_CONTEXT, { ...root, traceFlags, isRemote: true });
  }
}

interface SpanOptions {
  readonly kind: SpanKind;
  readonly startTime: HrTime;
  readonly attributes: Attributes;
}

function attributesOf(call: TracedCall): Attributes {
  const { hostname, port } = new URL(call.url);
  return {
    ...{
      'http.request.method': call.method,
      'server.address': hostname,
      ...(port !== '' && { 'server.port': Number(port) }),
    },
    ...(call.statusCode !== null && { 'http.response.status_code': call.statusCode }),
    ...(call.isOrders && call.subjectId !== null && ofOrder(call.subjectId)),
    ...(call.shortId !== null && { 'roundtrip.tool': call.shortId }),
    ...(call.phase !== undefined && { 'roundtrip.phase': call.phase }),
    ...{ 'roundtrip.kind': call.kind, 'roundtrip.outcome': call.outcome, 'roundtrip.attempt': call.attemptNum },
    ...{ 'roundtrip.run': call.run, 'roundtrip.lateness_ms': Math.max(0, call.latenessMs) },
  };
}

function ofOrder(orderId: string): Attributes {
  return { 'roundtrip.order_id': orderId };
}

/** Where the request itself came from: a trace of somebody else's, which ours only points to. */
function linksTo(traceparent: string | undefined): Link[] {
  const place = readTraceparent(traceparent);
  if (!place) return [];
  const { traceId, spanId, isSampled } = place;
  return [
    { context: { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true } },
  ];
}

function tracesUrl(endpoint: string): string {
  return `${endpoint.replace(/\/+$/, '')}/v1/traces`;
}

/** Not as a number of milliseconds: the SDK takes small ones for times since the start of the process. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

/** The SDK's own words may hold the collector's address or its answer: they go nowhere. */
function hearFailures(error: () => void): void {
  const silent = (): void => undefined;
  const logger = { error, warn: silent, info: silent, debug: silent, verbose: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
}

function onceIn(ms: number, act: () => void): () => void {
  let actedAt = -Infinity;
  return () => {
    if (performance.now() - actedAt < ms) return;
    actedAt = performance.now();
    act();
  };
}
