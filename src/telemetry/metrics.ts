import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Open orders by status, counted when somebody asks. */
export type OpenOrders = () => Promise<Readonly<Record<string, number>>>;

export interface MetricsOptions {
  readonly openOrders: OpenOrders;
  /** False: without the metrics of the process (memory, CPU, event loop). */
  readonly processMetrics?: boolean;
}

const callSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 15, 30, 60];
const latenessSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Every metric, in a registry of its own. Times are handed in as milliseconds and told as seconds. */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly own = { registers: [this.registry] };

  private readonly attempts = new Counter({
    name: 'roundtrip_attempts_total',
    help: 'Calls made, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    ...this.own,
  });
  private readonly duration = new Histogram({
    name: 'roundtrip_attempt_duration_seconds',
    help: 'How long calls took, from name lookup to the last body byte.',
    labelNames: ['kind'],
    buckets: callSeconds,
    ...this.own,
  });
  private readonly lateness = new Histogram({
    name: 'roundtrip_due_lateness_seconds',
    help: 'How long after its due time work started.',
    buckets: latenessSeconds,
    ...this.own,
  });
  private readonly orders = new Counter({
    name: 'roundtrip_orders_total',
    help: 'Changes of orders into a status.',
    labelNames: ['status'],
    ...this.own,
  });
  private readonly inFlight = new Gauge({
    name: 'roundtrip_inflight_calls',
    help: 'Outbound calls under way.',
    ...this.own,
  });
  private readonly notifications = new Counter({
    name: 'roundtrip_notifications_total',
    help: 'Tries to tell the marketplace, by outcome.',
    labelNames: ['outcome'],
    ...this.own,
  });
  private readonly sweeps = new Counter({ name: 'roundtrip_sweeps_total', help: 'Sweeps opened.', ...this.own });

  private readonly jumps = new Counter({
    name: 'roundtrip_clock_jumps_total',
    help: 'How often the clock of the machine was found to have jumped.',
    ...this.own,
  });
  private readonly breakersOpened = new Counter({
    name: 'roundtrip_breaker_openings_total',
    help: 'How often calls to a tool at an origin (pair), or to an origin, began to be held back.',
    labelNames: ['scope'],
    ...this.own,
  });
  private readonly heldBack = new Counter({
    name: 'roundtrip_held_back_total',
    help: 'How often due work was put off by an open breaker, by kind.',
    labelNames: ['kind'],
    ...this.own,
  });

  private readonly forgotten = new Counter({
    name: 'roundtrip_forgotten_total',
    help: 'Rows removed by their age, and orders erased by theirs, by kind.',
    labelNames: ['kind'],
    ...this.own,
  });

  constructor({ openOrders, processMetrics = true }: MetricsOptions) {
    new Gauge({
      name: 'roundtrip_open_orders',
      help: 'Orders that are not final, by status.',
      labelNames: ['status'],
      ...this.own,
      async collect() {
        this.reset();
        // A broken database must not hide the other metrics: then this one is absent.
        const counts = await openOrders().catch(() => ({}));
        for (const [status, count] of Object.entries(counts)) this.set({ status }, count);
      },
    });
    if (processMetrics) collectDefaultMetrics({ register: this.registry });
  }

  attemptEnded(attempt: { kind: string; outcome: string; durationMs: number; latenessMs?: number }): void {
    this.attempts.inc({ kind: attempt.kind, outcome: attempt.outcome });
    this.duration.observe({ kind: attempt.kind }, attempt.durationMs / 1000);
    if (attempt.latenessMs !== undefined) this.lateness.observe(Math.max(0, attempt.latenessMs) / 1000);
  }

  orderChanged(status: string): void {
    this.orders.inc({ status });
  }

  callStarted(): void {
    this.inFlight.inc();
  }

  callEnded(): void {
    this.inFlight.dec();
  }

  notificationTried(outcome: string): void {
    this.notifications.inc({ outcome });
  }

  sweepOpened(): void {
    this.sweeps.inc();
  }

  /** What was removed by its age, by kind. */
  forgot(counts: Readonly<Record<string, number>>): void {
    for (const [kind, count] of Object.entries(counts)) this.forgotten.inc({ kind }, count);
  }

  /** Breakers that are not at rest, by scope and state, counted when somebody asks. */
  watchBreakers(count: () => Readonly<Record<string, Readonly<Record<string, number>>>>): void {
    new Gauge({
      name: 'roundtrip_breaker_state',
      help: 'Breakers by scope (pair: a tool at an origin) and state; closed ones only while failures are counted.',
      labelNames: ['scope', 'state'],
      ...this.own,
      collect() {
        for (const [scope, states] of Object.entries(count()))
          for (const [state, many] of Object.entries(states)) this.set({ scope, state }, many);
      },
    });
  }

  breakerOpened(scope: string): void {
    this.breakersOpened.inc({ scope });
  }

  clockJumped(): void {
    this.jumps.inc();
  }

  workHeldBack(kind: string): void {
    this.heldBack.inc({ kind });
  }

  /** The page of `/metrics`; its type is `contentType`. */
  render(): Promise<string> {
    return this.registry.metrics();
  }
}
