import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { StateMetrics, type StateSources } from './state-metrics.js';
import type { FigureCounts } from './figure-counts.js';
import { StorageMetrics } from './storage-metrics.js';

export interface MetricsOptions {
  /** False: without the metrics of the process (memory, CPU, event loop). */
  readonly processMetrics?: boolean;
  /** Of Roundtrip. */
  readonly version?: string;
}

/** One metric, as its page in `docs/` tells it. */
export interface DescribedMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

/** Gauges of prom-client whose names end as a counter's should; what they tell stands in those by type. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

const callSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 8, 15, 30, 60];
const latenessSeconds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Every metric, in a registry of its own. Times are handed in as milliseconds and told as seconds. */
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly attempts = this.counter('roundtrip_attempts_total', 'Calls made, by kind and outcome.', [
    'kind',
    'outcome',
  ]);
  private readonly duration = new Histogram({
    name: 'roundtrip_attempt_duration_seconds',
    help: 'How long calls took, from name lookup to the last body byte, by kind.',
    labelNames: ['kind'],
    buckets: callSeconds,
    registers: [this.registry],
  });
  private readonly lateness = new Histogram({
    name: 'roundtrip_due_lateness_seconds',
    help: 'How long after its due time work started, by kind.',
    labelNames: ['kind'],
    buckets: latenessSeconds,
    registers: [this.registry],
  });
  private readonly callbacks = this.counter(
    'roundtrip_callbacks_total',
    'Callbacks of sellers about orders that we know, by outcome.',
    ['outcome'],
  );
  private readonly orders = this.counter('roundtrip_orders_total', 'Changes of orders into a status.', ['status']);
  private readonly inFlight = new Gauge({
    name: 'roundtrip_inflight_calls',
    help: 'Outbound calls under way.',
    registers: [this.registry],
  });
  private readonly notifications = this.counter(
    'roundtrip_notifications_total',
    'Tries to tell the marketplace, by outcome.',
    ['outcome'],
  );
  private readonly sweeps = this.counter('roundtrip_sweeps_total', 'Sweeps opened.');

  private readonly jumps = this.counter(
    'roundtrip_clock_jumps_total',
    'How often the clock of the machine was found to have jumped.',
  );
  private readonly breakersOpened = this.counter(
    'roundtrip_breaker_openings_total',
    'How often calls to a tool at an origin (pair), or to an origin, began to be held back.',
    ['scope'],
  );
  private readonly heldBack = this.counter(
    'roundtrip_held_back_total',
    'How often due work was put off by an open breaker, by kind.',
    ['kind'],
  );

  private readonly forgotten = this.counter(
    'roundtrip_forgotten_total',
    'Rows removed by their age, and orders erased by theirs, by kind.',
    ['kind'],
  );

  private readonly claims = this.counter(
    'roundtrip_claims_total',
    'Pieces of work that this process took to run them (taken), and gave back without an attempt (given_back).',
    ['claim'],
  );
  private readonly expired = this.counter(
    'roundtrip_expired_runs_total',
    'Work that was taken over from a process that died or stood still in the midst of it, by kind.',
    ['kind'],
  );
  private readonly quarantines = this.counter(
    'roundtrip_quarantines_total',
    'Work that was put in quarantine since it ended its process each time, by kind.',
    ['kind'],
  );
  readonly storage = new StorageMetrics(this.registry);
  private state: StateMetrics | null = null;
  /** What is kept by the minute beside, where anybody keeps it. */
  private figures: FigureCounts | null = null;

  constructor({ processMetrics = true, version = 'unknown' }: MetricsOptions = {}) {
    const build = new Gauge({
      name: 'roundtrip_build_info',
      help: 'Always 1; its labels tell the version of Roundtrip and of Node.',
      labelNames: ['version', 'node'],
      registers: [this.registry],
    });
    build.set({ version, node: process.versions.node }, 1);
    if (!processMetrics) return;
    collectDefaultMetrics({ register: this.registry });
    for (const name of MISNAMED) this.registry.removeSingleMetric(name);
  }

  /** Tells these as well of orders and attempts. */
  countInto(figures: FigureCounts): void {
    this.figures = figures;
  }

  attemptEnded(attempt: { kind: string; outcome: string; durationMs: number; latenessMs?: number }): void {
    this.attempts.inc({ kind: attempt.kind, outcome: attempt.outcome });
    this.figures?.attemptEnded(attempt.outcome, attempt.latenessMs);
    this.duration.observe({ kind: attempt.kind }, attempt.durationMs / 1000);
    if (attempt.latenessMs === undefined) return;
    this.lateness.observe({ kind: attempt.kind }, Math.max(0, attempt.latenessMs) / 1000);
  }

  callbackTaken(outcome: string): void {
    this.callbacks.inc({ outcome });
  }

  orderChanged(status: string): void {
    this.orders.inc({ status });
    this.figures?.orderChanged(status);
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
      registers: [this.registry],
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

  claimed(claim: 'taken' | 'given_back', count: number): void {
    if (count > 0) this.claims.inc({ claim }, count);
  }

  /** For the engine: a run was taken over from a process that died or stood still. */
  runExpired(kind: string): void {
    this.expired.inc({ kind });
  }

  /** For the engine: work ended its process too often, and is tried no more. */
  workQuarantined(kind: string): void {
    this.quarantines.inc({ kind });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** What is read at each scrape. */
  watch(sources: StateSources): void {
    this.state = new StateMetrics(this.registry, sources);
  }

  /** The page of `/metrics`; its type is `contentType`. */
  async render(): Promise<string> {
    await this.state?.refresh();
    return this.registry.metrics();
  }

  /** Every metric of ours, by name. */
  async describe(): Promise<DescribedMetric[]> {
    const all = await this.registry.getMetricsAsJSON();
    const ours = all.filter(({ name }) => name.startsWith('roundtrip_'));
    return ours.map(({ name, type, help }) => ({ name, type: String(type), help }));
  }
}
