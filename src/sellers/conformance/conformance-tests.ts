import type { JudgedCheck } from '../../domain/conformance/report.js';
import { Problem } from '../../domain/problem.js';
import type { Asker } from '../../storage/audit-log.js';
import type { ConformanceStore } from '../../storage/conformance-store.js';
import type { ConformanceTestRow } from '../../storage/entities/conformance-test.js';
import type { ToolStore } from '../../storage/tool-store.js';
import { findTool } from '../own-tool.js';
import type { EndTest } from './end-test.js';
import type { StartTest, TestWish } from './start-test.js';
import type { TestSettings } from './test-settings.js';

/** A test as lists tell of it. */
export interface TestSummary {
  readonly test_id: string;
  readonly short_id: string;
  readonly status: string;
  readonly grade: string | null;
  readonly platform: string | null;
  readonly problem: string | null;
  readonly asked_by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
}

/** A report (contract, section 9). */
export interface TestReport extends TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly skipped: number;
  /** The two test orders: the one that ought to complete first. */
  readonly order_ids: readonly string[];
  readonly checks: readonly JudgedCheck[];
}

/** Conformance tests of tools; a seller's of its own. */
export class ConformanceTests {
  constructor(
    private readonly tests: ConformanceStore,
    private readonly tools: ToolStore,
    private readonly starting: StartTest,
    private readonly ending: EndTest,
  ) {}

  async start(asker: Asker, shortId: string, wish: TestWish): Promise<TestReport> {
    return this.get(asker, shortId, await this.starting.start(asker, shortId, wish));
  }

  async get(asker: Asker, shortId: string, testId: string): Promise<TestReport> {
    await findTool(this.tools, asker, shortId);
    const row = await this.tests.find(testId);
    if (row?.short_id !== shortId) throw Problem.notFound('test');
    const checks = row.checks === null ? await this.ending.soFar(row) : (JSON.parse(row.checks) as JudgedCheck[]);
    const count = (outcome: JudgedCheck['outcome']) => checks.filter((check) => check.outcome === outcome).length;
    const { good_id, failing_id } = JSON.parse(row.settings) as TestSettings;
    return {
      ...summaryOf(row),
      ...{ passed: count('pass'), failed: count('fail'), warned: count('warn'), skipped: count('skip') },
      ...{ order_ids: [good_id, failing_id], checks },
    };
  }

  /** Newest first. */
  async list(asker: Asker, shortId: string, limit: number, before: string | null): Promise<TestSummary[]> {
    await findTool(this.tools, asker, shortId);
    return (await this.tests.list(shortId, limit, before)).map(summaryOf);
  }
}

function summaryOf(row: ConformanceTestRow): TestSummary {
  const { test_id, short_id, status, grade, platform, problem, asked_by } = row;
  return {
    ...{ test_id, short_id, status, grade, platform, problem, asked_by },
    created_at: new Date(row.created_at).toISOString(),
    finished_at: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
  };
}
