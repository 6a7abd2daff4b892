/** An order that was taken in. Times are epoch milliseconds. */
export interface TracedPlacing {
  readonly orderId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: number;
  /** The header of the request, as it came. */
  readonly traceparent: string | undefined;
}

/** A call that was made, and what came of it. */
export interface TracedCall {
  readonly kind: string;
  readonly outcome: string;
  /** The order, job or poll that it was made for; null for messages about something else. */
  readonly subjectId: string | null;
  /** Whether that is an order: its trace begins with the request that placed it. */
  readonly isOrders: boolean;
  readonly shortId: string | null;
  readonly run: number;
  readonly attemptNum: number;
  readonly latenessMs: number;
  readonly method: string;
  /** Only its host is told: a path or query may be a secret. */
  readonly url: string;
  readonly statusCode: number | null;
  /** How far a call came that brought no answer. */
  readonly phase: string | undefined;
  readonly startedAt: number;
  readonly durationMs: number;
  /** When what came of it was on disk. */
  readonly settledAt: number;
}

/** A seller's callback about an order. */
export interface TracedCallback {
  readonly orderId: string;
  readonly shortId: string | null;
  readonly run: number | null;
  readonly outcome: string;
  readonly status: number | null;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Tells a collector what was done for an order, in whichever process. Never throws, never waits. */
export interface Tracing {
  orderPlaced(placing: TracedPlacing): void;
  callEnded(call: TracedCall): void;
  callbackTaken(callback: TracedCallback): void;
  /** Sends what is left, for so long at most; never rejects. */
  close(graceMs: number): Promise<void>;
}

export interface TracingOptions {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`; spans go to `<endpoint>/v1/traces`. */
  readonly endpoint: string;
  readonly version: string;
  /** The collector takes nothing; told once a minute at most. */
  readonly failed: () => void;
}

/** Null, and nothing of OpenTelemetry loaded, where no endpoint is set. */
export async function openTracing(options: Omit<TracingOptions, 'endpoint'> & { endpoint: string | undefined }) {
  const { endpoint } = options;
  if (endpoint === undefined) return null;
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return OtlpTracing.open({ ...options, endpoint });
}
