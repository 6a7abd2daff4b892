import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { ConformanceTestRow } from './entities/conformance-test.js';

export type NewConformanceTest = Pick<
  ConformanceTestRow,
  'test_id' | 'short_id' | 'seller_id' | 'asked_by' | 'settings' | 'created_at'
>;
export type EndedTest = Pick<ConformanceTestRow, 'status' | 'evidence' | 'checks' | 'problem' | 'platform' | 'grade'>;

/** Conformance tests of tools: one running for a tool at most. */
export class ConformanceStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Tx, row: NewConformanceTest): Promise<void> {
    await tx.run(
      `INSERT INTO conformance_tests (test_id, short_id, seller_id, status, asked_by, settings, evidence, created_at)
       VALUES ($1, $2, $3, 'running', $4, $5, '{}', $6)`,
      [row.test_id, row.short_id, row.seller_id, row.asked_by, row.settings, row.created_at],
    );
  }

  async find(testId: string): Promise<ConformanceTestRow | null> {
    const sql = 'SELECT * FROM conformance_tests WHERE test_id = $1';
    const [row] = await this.database.read<ConformanceTestRow>(sql, [testId]);
    return row ?? null;
  }

  /** The test of a tool that is under way, as this transaction sees it. */
  async running(tx: Tx, shortId: string): Promise<ConformanceTestRow | null> {
    const sql = `SELECT * FROM conformance_tests WHERE short_id = $1 AND status = 'running'`;
    const [row] = await tx.query<ConformanceTestRow>(sql, [shortId]);
    return row ?? null;
  }

  /** When tests that sellers asked for began: of one tool, since an instant, oldest first. */
  async askedBySellers(tx: Tx, shortId: string, since: number): Promise<number[]> {
    const sql = `SELECT created_at FROM conformance_tests
      WHERE short_id = $1 AND asked_by = 'seller' AND created_at > $2 ORDER BY test_id`;
    return (await tx.query<{ created_at: number }>(sql, [shortId, since])).map((row) => row.created_at);
  }

  /** Of one tool, newest first. */
  async list(shortId: string, limit: number, before: string | null): Promise<ConformanceTestRow[]> {
    const sql = `SELECT * FROM conformance_tests WHERE short_id = $1 AND test_id < $2 ORDER BY test_id DESC LIMIT $3`;
    return this.database.read<ConformanceTestRow>(sql, [shortId, before ?? 'u', limit]);
  }

  async note(tx: Tx, testId: string, evidence: string): Promise<void> {
    const sql = `UPDATE conformance_tests SET evidence = $2 WHERE test_id = $1 AND status = 'running'`;
    await tx.run(sql, [testId, evidence]);
  }

  async end(tx: Tx, testId: string, ended: EndedTest, at: number): Promise<void> {
    const sql = `UPDATE conformance_tests SET status = $2, evidence = $3, checks = $4, problem = $5, platform = $6, grade = $7,
        finished_at = $8 WHERE test_id = $1 AND status = 'running'`;
    const { status, evidence, checks, problem, platform, grade } = ended;
    await tx.run(sql, [testId, status, evidence, checks, problem, platform, grade, at]);
  }
}
