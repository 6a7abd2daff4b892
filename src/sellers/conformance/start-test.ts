import type { Clock } from '../../domain/clock.js';
import { newId, newOrderId } from '../../domain/ids.js';
import { Problem } from '../../domain/problem.js';
import type { JsonObject } from '../../domain/strict-json.js';
import type { InputsCheck } from '../../orders/receive-order.js';
import type { Asker, AuditLog } from '../../storage/audit-log.js';
import type { ConformanceStore } from '../../storage/conformance-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { ToolRow } from '../../storage/entities/tool.js';
import type { ToolStore } from '../../storage/tool-store.js';
import type { WorkEngine } from '../../work/work-engine.js';
import { findTool, holdTool } from '../own-tool.js';
import { failingInputs, sampleInputs } from './sample-inputs.js';
import { digestOfTool, type TestSettings } from './test-settings.js';
import { FIRST_STATE } from './test-steps.js';

/** Tests of one tool that its seller may ask for within an hour (contract, section 3). */
const MOST_AN_HOUR = 6;
const HOUR_MS = 3_600_000;
const PATIENCE_S = 120;

/** What a caller may say of a test. */
export interface TestWish {
  readonly inputs?: JsonObject;
  readonly failing_inputs?: JsonObject;
  readonly patience_s?: number;
}

export interface StartTestParts {
  readonly tests: ConformanceStore;
  readonly tools: ToolStore;
  readonly inputs: InputsCheck;
  readonly engine: Pick<WorkEngine, 'enqueue'>;
  readonly unit: UnitOfWork;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Begins a test of a tool; the engine goes on with it. */
export class StartTest {
  constructor(private readonly parts: StartTestParts) {}

  /**
   * The id of the test. 400 where the inputs do not fit the tool's schema; 409 `tool_paused`, and `test_runs` while another test of
   * the tool is under way; 429 `too_many_tests` for a seller's seventh within an hour.
   */
  async start(asker: Asker, shortId: string, wish: TestWish): Promise<string> {
    const tool = await findTool(this.parts.tools, asker, shortId);
    const settings = await this.settingsOf(tool, wish);
    return this.parts.unit.run(async (tx) => {
      const row = await holdTool(this.parts.tools, tx, asker, shortId);
      await this.admit(tx, asker, row);
      const testId = await this.lay(tx, row, asker.caller.role, { ...settings, tool_digest: digestOfTool(row) });
      await this.parts.audit.record(tx, asker.caller, 'tool.tested', shortId, { test_id: testId }, asker.requestId);
      return testId;
    });
  }

  /** Of a tool that nobody asked for; null where a test is under way, or the tool is paused or gone. */
  async startNightly(shortId: string): Promise<string | null> {
    const tool = await this.parts.tools.find(shortId);
    if (!tool || tool.deleted_at !== null) return null;
    const settings = await this.settingsOf(tool, {});
    return this.parts.unit.run(async (tx) => {
      const row = await this.parts.tools.hold(tx, shortId);
      if (!row || row.paused_at !== null || (await this.parts.tests.running(tx, shortId))) return null;
      return this.lay(tx, row, 'nightly', { ...settings, tool_digest: digestOfTool(row) });
    });
  }

  private async lay(tx: Tx, row: ToolRow, askedBy: string, settings: TestSettings): Promise<string> {
    const [testId, now] = [newId('tst'), this.parts.clock.now()];
    await this.parts.tests.insert(tx, {
      ...{ test_id: testId, short_id: row.short_id, seller_id: row.seller_id, asked_by: askedBy },
      ...{ settings: JSON.stringify(settings), created_at: now },
    });
    await this.parts.engine.enqueue(tx, {
      ...{
        kind: 'conformance',
        subject: testId,
        lane: `conformance:${row.short_id}`,
        lane_limit: 1,
        origin: '',
        run: 1,
      },
      ...{ due_at: now, by_sweep: 0, state: JSON.stringify(FIRST_STATE) },
    });
    return testId;
  }

  private async admit(tx: Tx, { caller }: Asker, row: ToolRow): Promise<void> {
    if (row.paused_at !== null)
      throw new Problem(409, 'tool_paused', `Tool ${row.short_id} is paused: resume it, then test it.`);
    const running = await this.parts.tests.running(tx, row.short_id);
    if (running)
      throw new Problem(409, 'test_runs', `Test ${running.test_id} of this tool is under way: wait for its end.`);
    if (caller.role !== 'seller') return;
    const now = this.parts.clock.now();
    const since = await this.parts.tests.askedBySellers(tx, row.short_id, now - HOUR_MS);
    const oldest = since.at(-MOST_AN_HOUR);
    if (oldest === undefined) return;
    const waitS = Math.max(1, Math.ceil((oldest + HOUR_MS - now) / 1000));
    const message = `A tool may be tested ${MOST_AN_HOUR} times an hour: ask again in ${Math.ceil(waitS / 60)} min.`;
    throw new Problem(429, 'too_many_tests', message, [], { 'Retry-After': String(waitS) });
  }

  private async settingsOf(tool: ToolRow, wish: TestWish): Promise<Omit<TestSettings, 'tool_digest'>> {
    const schema = tool.inputs_schema === null ? null : (JSON.parse(tool.inputs_schema) as JsonObject);
    const inputs = wish.inputs ?? sampleInputs(schema);
    const marked = failingInputs(inputs);
    await this.checkInputs(schema, 'inputs', inputs, wish.inputs !== undefined);
    if (wish.failing_inputs) await this.checkInputs(schema, 'failing_inputs', wish.failing_inputs, true);
    const isMarkTaken = schema === null || (await this.parts.inputs.validate(schema, marked)).ok;
    return {
      ...{ inputs, failing_inputs: wish.failing_inputs ?? (isMarkTaken ? marked : inputs) },
      ...{ patience_s: wish.patience_s ?? PATIENCE_S, good_id: newOrderId(), failing_id: newOrderId() },
    };
  }

  private async checkInputs(schema: JsonObject | null, field: string, inputs: JsonObject, isGiven: boolean) {
    if (schema === null) return;
    const fit = await this.parts.inputs.validate(schema, inputs);
    if (fit.ok) return;
    const details = fit.details.map((detail) => ({ ...detail, field: detail.field.replace(/^inputs/, field) }));
    const message = 'must be given: none that fit the tool’s inputs_schema could be made up.';
    throw Problem.invalid(isGiven ? details : [{ field, message }]);
  }
}
