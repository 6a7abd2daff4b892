import type { ByteBudget } from '../domain/byte-budget.js';
import type { Clock } from '../domain/clock.js';
import type { Exchange, HttpCall } from '../domain/exchange.js';
import { originOf } from '../domain/url-rules.js';
import { HELD_BODY_BYTES } from '../orders/read-body.js';
import type { Database } from '../storage/database/database.js';
import { ownCalendar } from '../storage/database/database-clock.js';
import type { WorkRow } from '../storage/entities/work.js';
import { GapStore } from '../storage/gap-store.js';
import { SweepStore } from '../storage/sweep-store.js';
import { WorkStore } from '../storage/work-store.js';
import type { LogEvents } from '../telemetry/log-events.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { TracedCall, Tracing } from '../telemetry/tracing/tracing.js';
import { Attempts } from '../work/attempt.js';
import type { Breakers } from '../work/breakers.js';
import type { Outages } from '../work/outages.js';
import { ClockJumps } from '../work/clock-jumps.js';
import { GroupAttempts } from '../work/group-attempts.js';
import type { LanedEngine } from '../work/engine/laned-engine.js';
import type { DistributedEngineParts, SharedQueue } from '../work/distributed/distributed-engine.js';
import { embeddedEngine } from '../work/embedded/embedded-engine.js';
import { LateLease } from '../work/late-lease.js';
import { Sweeps } from '../work/sweeps.js';
import { Tries, type Door } from '../work/tries.js';
import { WorkKinds, type AttemptReport, type WorkHandler } from '../work/work-kinds.js';
import { countSource } from './counted.js';
import { makeBreakers } from './make-breakers.js';

export interface EngineNeeds {
  readonly database: Database;
  /** The queue of many processes; null where this one has the table of work to itself. */
  readonly shared: SharedQueue | null;
  readonly clock: Clock;
  readonly door: Door;
  readonly log: LogEvents;
  readonly metrics: Metrics;
  /** Null where nobody collects traces. */
  readonly tracing: Tracing | null;
  readonly budget: ByteBudget;
  readonly limits: { readonly total: number; readonly perOrigin: number };
  readonly random: () => number;
  /** Told of work that was put in quarantine. */
  readonly quarantined: (work: WorkRow) => void;
}

export interface EngineRoom {
  readonly engine: LanedEngine;
  readonly jumps: ClockJumps;
  readonly sweeps: Sweeps;
  readonly work: WorkStore;
  readonly sweepStore: SweepStore;
  readonly breakers: Breakers;
  readonly outages: Outages;
  /** Says who handles which kind of work; before the engine starts. */
  handledBy(handlers: readonly WorkHandler[]): void;
}

/** The engine and what it tells. Its handlers come later: they lay down work themselves, so they need the engine first. */
export function makeEngine(needs: EngineNeeds): EngineRoom {
  const { database, clock, door, log, metrics, tracing, budget, limits, random, shared } = needs;
  const jumps = new ClockJumps({
    ...{ clock: ownCalendar(clock), unit: database.unit, gaps: new GapStore() },
    jumped: (deltaMs) => {
      metrics.clockJumped();
      log.clockJumped(deltaMs);
    },
    broke: (error) => log.broke('what was planned could not be planned anew after the clock had jumped', error),
  });
  const work = new WorkStore(database, shared?.queue ?? jumps.queue);
  const sweepStore = new SweepStore(database);
  const { breakers, outages } = makeBreakers({ database, work, clock, random, log, metrics });
  let attempts: Attempts | null = null;
  let groups: GroupAttempts | null = null;
  const parts: DistributedEngineParts = {
    ...{ work, limits, random },
    attempt: async (row, signal) => {
      const handled = attempts;
      if (!handled) throw new Error('The engine was started before anybody handled its work.');
      await breakers.run([row], () => handled.run(row, signal));
    },
    attemptGroup: async (rows, signal) => {
      const handled = groups;
      if (!handled) throw new Error('The engine was started before anybody handled its work.');
      await breakers.run(rows, () => handled.run(rows, signal));
    },
    moved: (work) => breakers.urge(work),
    broke: (error) => log.broke('the engine could not read or write its work', error),
    quarantined: (row) => {
      log.quarantined(row.kind, row.subject);
      metrics.workQuarantined(row.kind);
      needs.quarantined(row);
    },
    around: (source) => countSource(source, metrics),
  };
  const engine = shared ? shared.engine(parts).engine : embeddedEngine({ ...parts, database, clock, jumps });
  const sweeps = new Sweeps(sweepStore, work, database.unit, engine, clock);
  const watch = {
    finished: (row: WorkRow, report: AttemptReport, startedAt: number, exchange: Exchange, call: HttpCall) => {
      sweeps.count(row, report, startedAt);
      // A check may have gone elsewhere than its row had it when it was let through: that says nothing of this origin.
      if (!report.isPatience && originOf(call.url) === row.origin) breakers.hear(row, exchange);
      metrics.attemptEnded({
        kind: row.kind,
        outcome: report.outcome,
        durationMs: exchange.durationMs,
        latenessMs: startedAt - row.due_at,
      });
      if (row.kind === 'notify') metrics.notificationTried(report.outcome);
      log.attempt(attemptLine(row, report, startedAt, exchange, call));
      tracing?.callEnded(tracedCall(row, report, startedAt, exchange, call, clock.now()));
    },
    broke: (row: WorkRow, error: unknown) => log.broke(`work of kind ${row.kind}`, error, { subject: row.subject }),
  };
  const counted = { call: (call: HttpCall) => inFlight(metrics, budget, door, call) };
  return {
    ...{ engine, jumps, sweeps, work, sweepStore, breakers, outages },
    handledBy: (handlers) => {
      const kinds = new WorkKinds(handlers);
      const tries = new Tries(counted, clock, random, engine.whenClosing);
      attempts = new Attempts(kinds, tries, work, database.unit, clock, watch);
      groups = new GroupAttempts(kinds, attempts, tries, work, database.unit, clock, watch);
    },
  };
}

/**
 * Waits for memory to hold the answer in, so that its time limit begins when the call does; a call that is long by design takes it
 * when the answer comes. Who waits while we stop is not called.
 */
async function inFlight(metrics: Metrics, budget: ByteBudget, door: Door, call: HttpCall): Promise<Exchange> {
  const bytes = Math.min(call.maxBytes, call.heldBytes ?? HELD_BODY_BYTES);
  const late = call.apart ? new LateLease(budget, bytes, call.sink) : null;
  const taken = late ?? budget.take(bytes, call.signal);
  const lease = taken instanceof Promise ? await taken.catch(() => null) : taken;
  metrics.callStarted();
  try {
    return await door.call(late ? { ...call, sink: late } : call);
  } finally {
    metrics.callEnded();
    lease?.release();
  }
}

function attemptLine(row: WorkRow, report: AttemptReport, startedAt: number, exchange: Exchange, call: HttpCall) {
  return {
    ...{ kind: row.kind, outcome: report.outcome, method: call.method, url: call.url, durationMs: exchange.durationMs },
    ...(row.kind === 'poll' || row.kind === 'poll_webhook' ? { pollId: row.subject } : {}),
    ...(row.kind === 'job' || row.kind === 'job_webhook' ? { jobId: row.subject } : {}),
    ...{ orderId: report.orderId, shortId: report.shortId, run: row.run, attemptNum: row.attempt + 1 },
    ...{ statusCode: exchange.status ?? null, latenessMs: startedAt - row.due_at, changed: report.changed },
  };
}

/** What of a call goes into the trace of its order, poll or job. */
function tracedCall(
  row: WorkRow,
  report: AttemptReport,
  startedAt: number,
  exchange: Exchange,
  call: HttpCall,
  settledAt: number,
): TracedCall {
  const own = /^(poll|job)(_webhook)?$/.test(row.kind) ? row.subject : null;
  return {
    ...{ kind: row.kind, outcome: report.outcome, subjectId: report.orderId ?? own, isOrders: report.orderId !== null },
    ...{ shortId: report.shortId, run: row.run, attemptNum: row.attempt + 1, latenessMs: startedAt - row.due_at },
    ...{ method: call.method, url: call.url, statusCode: exchange.status ?? null, startedAt, settledAt },
    ...{ durationMs: exchange.durationMs, phase: exchange.kind === 'unanswered' ? exchange.phase : undefined },
  };
}
