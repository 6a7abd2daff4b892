import type { Clock } from '../../domain/clock.js';
import type { Evidence, ProbeAnswer, ProbeName } from '../../domain/conformance/evidence.js';
import { lastOf, probesOf } from '../../domain/conformance/evidence.js';
import type { Exchange } from '../../domain/exchange.js';
import { Problem } from '../../domain/problem.js';
import type { ToolSettings } from '../../orders/seller-tools.js';
import type { ConformanceStore } from '../../storage/conformance-store.js';
import type { UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { ConformanceTestRow } from '../../storage/entities/conformance-test.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { AttemptReport, Prepared, WorkHandler } from '../../work/work-kinds.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { EndTest } from './end-test.js';
import { probeAnswerOf } from './probe-answer.js';
import type { ProbeCall, ProbeCalls } from './probe-calls.js';
import type { TestOrders } from './test-orders.js';
import type { TestSettings } from './test-settings.js';
import { FIRST_STATE, STEPS, type StepMove, type TestState } from './test-steps.js';

/** Answers of one probe that are kept. */
const MOST_KEPT = 20;
/** Steps that are passed over in one turn. */
const MOST_STEPS_A_TURN = 100;

/** A test as one turn of it has it. */
export interface TestTurn {
  readonly test: ConformanceTestRow;
  readonly settings: TestSettings;
  readonly tool: ToolSettings;
  readonly evidence: Evidence;
  readonly state: TestState;
}

interface ProbeContext extends TestTurn {
  readonly probe: ProbeName;
  readonly made: ProbeCall;
}

export interface RunTestParts {
  readonly tests: ConformanceStore;
  readonly orders: TestOrders;
  readonly calls: ProbeCalls;
  readonly ending: EndTest;
  readonly engine: Pick<WorkEngine, 'reschedule' | 'finish' | 'holds'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

/**
 * A conformance test, one call a turn: what was found is written down with how far it has come, so that a test goes on where it was,
 * whatever ends the process. Test orders go the way of every order; the other calls are made as the journey makes them.
 */
export class RunTest implements WorkHandler<ProbeContext> {
  readonly kind = 'conformance';

  constructor(private readonly parts: RunTestParts) {}

  async prepare(work: WorkRow): Promise<Prepared<ProbeContext> | null> {
    const begun = await this.begin(work);
    if (typeof begun === 'string') return this.parts.ending.stop(work, begun);
    if (begun === null) return this.drop(work);
    try {
      return await this.move(work, begun);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.parts.ending.stop(work, error.message);
    }
  }

  async settle(
    work: WorkRow,
    { context }: Prepared<ProbeContext>,
    exchange: Exchange,
    startedAt: number,
  ): Promise<AttemptReport> {
    const { made, probe, evidence, state, tool } = context;
    const answer = probeAnswerOf(exchange, { at: startedAt, secrets: made.secrets, reading: made.reading });
    const found = withAnswer(evidence, probe, this.parts.orders.readBatch(probe, context, exchange, answer));
    await this.goOn(work, { ...context, evidence: found }, { ...state, asked: state.asked + 1 }, 0);
    const outcome =
      exchange.kind === 'answered' ? 'success' : exchange.failure === 'aborted' ? 'late' : exchange.failure;
    // Nobody's health: half of what a test asks ought to be refused.
    return { outcome, changed: false, orderId: null, shortId: tool.shortId, isPatience: true };
  }

  settlesAborted(): boolean {
    return false;
  }

  /** The test and what is known so far; why it cannot go on; or null where it is over. */
  private async begin(work: WorkRow): Promise<TestTurn | string | null> {
    const test = await this.parts.tests.find(work.subject);
    if (test?.status !== 'running') return null;
    const tool = await this.parts.orders.tool(test.short_id);
    if (!tool || tool.deleted) return 'The tool was deleted while it was tested.';
    if (tool.paused) return 'The tool was paused while it was tested: resume it, and test it again.';
    const settings = JSON.parse(test.settings) as TestSettings;
    const state = { ...FIRST_STATE, ...(JSON.parse(work.state) as Partial<TestState>) };
    const evidence = await this.parts.orders.evidenceOf(test, settings, tool);
    return { test, settings, tool, evidence, state };
  }

  /** Passes over steps that are done, up to one that has something to do. */
  private async move(work: WorkRow, begun: TestTurn): Promise<Prepared<ProbeContext> | null> {
    let turn = begun;
    for (let passed = 0; passed < MOST_STEPS_A_TURN; passed++) {
      const now = this.parts.clock.now();
      const step = STEPS[turn.state.step];
      if (!step) return this.parts.ending.finish(work, turn);
      const state = { ...turn.state, since: turn.state.since ?? now };
      const patienceMs = turn.settings.patience_s * 1000;
      const move = step({ evidence: turn.evidence, state, passedMs: now - state.since, patienceMs });
      if (move.kind === 'next') {
        turn = { ...turn, state: { step: state.step + 1, since: null, asked: 0 } };
        continue;
      }
      const made = await this.act(work, { ...turn, state }, move);
      if (made !== 'skip') return made;
      turn = { ...turn, state: { ...state, asked: state.asked + 1 } };
    }
    throw new Error('A conformance test came to no end of its steps.');
  }

  /** `skip`: the tool has nothing that could be asked so. */
  private async act(
    work: WorkRow,
    turn: TestTurn,
    move: Exclude<StepMove, { kind: 'next' }>,
  ): Promise<Prepared<ProbeContext> | null | 'skip'> {
    if (move.kind === 'ask') {
      const made = await this.parts.calls.make(move.probe, subjectOf(turn));
      return made ? { call: made.call, context: { ...turn, probe: move.probe, made } } : 'skip';
    }
    if (move.kind === 'place') await this.parts.orders.place(move.which, turn);
    if (move.kind === 'check') await this.parts.orders.check(move.which, turn);
    const state = { ...turn.state, asked: turn.state.asked + 1 };
    await this.goOn(work, turn, state, move.kind === 'wait' ? move.ms : 0);
    return null;
  }

  private async goOn(work: WorkRow, { test, evidence }: TestTurn, state: TestState, inMs: number): Promise<void> {
    const { engine, tests, unit, clock } = this.parts;
    await unit.run(async (tx) => {
      const next = { dueAt: clock.now() + inMs, state: JSON.stringify(state) };
      if (await engine.reschedule(tx, work, next)) await tests.note(tx, test.test_id, JSON.stringify(evidence));
    });
  }

  private async drop(work: WorkRow): Promise<null> {
    await this.parts.unit.run((tx) => this.parts.engine.finish(tx, work));
    return null;
  }
}

function subjectOf({ tool, settings, evidence }: TestTurn) {
  const headers = lastOf(evidence, 'status_done')?.headers ?? {};
  return {
    ...{ tool, inputs: JSON.stringify(settings.inputs), orderId: settings.good_id },
    ...{ etag: headers['etag'] ?? null, resultUrl: evidence.good?.url ?? null },
  };
}

function withAnswer(evidence: Evidence, probe: ProbeName, answer: ProbeAnswer): Evidence {
  const kept = [...probesOf(evidence, probe), answer].slice(-MOST_KEPT);
  return { ...evidence, probes: { ...evidence.probes, [probe]: kept } };
}
