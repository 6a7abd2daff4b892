import type { Clock } from '../../domain/clock.js';
import type { CurlTool } from '../../domain/conformance/curl.js';
import { probesOf, type Evidence, type ProbeName } from '../../domain/conformance/evidence.js';
import { gradeOf, isWorse, type Grade } from '../../domain/conformance/grade.js';
import { platformOf } from '../../domain/conformance/platform.js';
import { judgeEvidence, type JudgedCheck } from '../../domain/conformance/report.js';
import type { SellerTools, ToolSettings } from '../../orders/seller-tools.js';
import type { ConformanceStore } from '../../storage/conformance-store.js';
import type { Tx, UnitOfWork } from '../../storage/database/unit-of-work.js';
import type { ConformanceTestRow } from '../../storage/entities/conformance-test.js';
import type { ToolRow } from '../../storage/entities/tool.js';
import type { WorkRow } from '../../storage/entities/work.js';
import type { ToolStore } from '../../storage/tool-store.js';
import type { WorkEngine } from '../../work/work-engine.js';
import type { TellSeller } from '../tell-seller.js';
import type { TestTurn } from './run-test.js';
import type { TestOrders } from './test-orders.js';
import { digestOfTool, type TestSettings } from './test-settings.js';

export interface EndTestParts {
  readonly tests: ConformanceStore;
  readonly tools: ToolStore;
  readonly headers: Pick<SellerTools, 'openHeaders'>;
  readonly tellSeller: Pick<TellSeller, 'once' | 'over'>;
  readonly orders: TestOrders;
  readonly publicUrl: () => string;
  readonly engine: Pick<WorkEngine, 'finish'>;
  readonly unit: UnitOfWork;
  readonly clock: Clock;
}

const CHANGED = 'The tool was changed while it was tested: test it again.';

/** Judges what a test has found, and ends it. */
export class EndTest {
  constructor(private readonly parts: EndTestParts) {}

  /** Everything was asked: the tool has a grade now. */
  async finish(work: WorkRow, { test, settings, tool, evidence }: TestTurn): Promise<null> {
    await this.parts.orders.end(settings);
    const whole = { ...evidence, isOver: true };
    const checks = await this.judge(whole, tool);
    const platform = platformIn(whole, tool);
    await this.parts.unit.run(async (tx) => {
      if (!(await this.parts.engine.finish(tx, work))) return;
      const now = this.parts.clock.now();
      const row = await this.parts.tools.hold(tx, test.short_id);
      const isSame = row !== null && digestOfTool(row) === settings.tool_digest;
      const grade = isSame ? gradeOf(checks) : null;
      const ended = { evidence: JSON.stringify(whole), checks: JSON.stringify(checks), platform, grade };
      const how = isSame ? { status: 'done', problem: null } : { status: 'stopped', problem: CHANGED };
      await this.parts.tests.end(tx, test.test_id, { ...ended, ...how }, now);
      if (row !== null && grade !== null) await this.graded(tx, row, test, grade, now);
    });
    return null;
  }

  /** A grade that dropped overnight is told to the seller, once until it rises. */
  private async graded(tx: Tx, row: ToolRow, test: ConformanceTestRow, grade: Grade, now: number): Promise<void> {
    const { tools, tellSeller } = this.parts;
    await tools.grade(tx, row.short_id, grade, now);
    const { short_id, seller_id, grade: before } = row;
    if (before === null || isWorse(before, grade)) return tellSeller.over(tx, short_id, 'grade');
    if (test.asked_by !== 'nightly' || !isWorse(grade, before)) return;
    const message = `Tool ${short_id} fell from grade ${before} to ${grade} in its nightly test: read GET /v1/tools/${short_id}/tests/${test.test_id}.`;
    await tellSeller.once(tx, { short_id, seller_id, kind: 'grade', message, at: now });
  }

  /** It cannot go on: no grade comes of it. */
  async stop(work: WorkRow, problem: string): Promise<null> {
    const { tests, engine, unit, clock, orders } = this.parts;
    const test = await tests.find(work.subject);
    if (test) await orders.end(JSON.parse(test.settings) as TestSettings);
    await unit.run(async (tx) => {
      if (!(await engine.finish(tx, work)) || !test) return;
      const { evidence, checks, platform } = test;
      await tests.end(
        tx,
        test.test_id,
        { status: 'stopped', evidence, checks, problem, platform, grade: null },
        clock.now(),
      );
    });
    return null;
  }

  /** What a test under way has found so far. */
  async soFar(test: ConformanceTestRow): Promise<JudgedCheck[]> {
    const tool = await this.parts.orders.tool(test.short_id);
    if (!tool || tool.deleted) return [];
    const settings = JSON.parse(test.settings) as TestSettings;
    return this.judge(await this.parts.orders.evidenceOf(test, settings, tool), tool);
  }

  private async judge(evidence: Evidence, tool: ToolSettings): Promise<JudgedCheck[]> {
    const curl: CurlTool = {
      ...{ shortId: tool.shortId, jobUrl: tool.jobUrl, statusUrl: tool.statusUrl, batchUrl: tool.statusBatchUrl },
      authHeaders: Object.keys(await this.parts.headers.openHeaders(tool)),
      publicUrl: this.parts.publicUrl(),
    };
    return judgeEvidence(evidence, curl, platformIn(evidence, tool));
  }
}

function platformIn(evidence: Evidence, tool: ToolSettings) {
  const answers = (Object.keys(evidence.probes) as ProbeName[]).flatMap((name) => probesOf(evidence, name));
  return platformOf(tool.jobUrl, answers);
}
