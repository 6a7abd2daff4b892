import type { Figure } from '../domain/minute-figures.js';
import { isPeak } from '../domain/minute-figures.js';
import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';

/** What each process says of itself, so that those who live can be counted. */
const PROCESS = 'process:';

/** What happened by the minute, over all processes. */
export class FigureStore {
  constructor(private readonly database: Database) {}

  /** Sums are added to, peaks raised to. */
  async add(tx: Tx, figures: readonly Figure[]): Promise<void> {
    for (const { minute, name, value } of figures) {
      const merged = isPeak(name)
        ? 'CASE WHEN excluded.value > minute_figures.value THEN excluded.value ELSE minute_figures.value END'
        : 'minute_figures.value + excluded.value';
      await tx.run(
        `INSERT INTO minute_figures (minute, name, value) VALUES ($1, $2, $3)
         ON CONFLICT (minute, name) DO UPDATE SET value = ${merged}`,
        [minute, name, value],
      );
    }
  }

  /** This process lives. */
  async beat(tx: Tx, minute: number, processId: string): Promise<void> {
    await tx.run(
      'INSERT INTO minute_figures (minute, name, value) VALUES ($1, $2, 1) ON CONFLICT (minute, name) DO NOTHING',
      [minute, `${PROCESS}${processId}`],
    );
  }

  /** How many processes said that they live, in this minute or later. */
  async processes(since: number): Promise<number> {
    const [row] = await this.database.read<{ n: number }>(
      `SELECT count(DISTINCT name) AS n FROM minute_figures WHERE minute >= $1 AND name >= '${PROCESS}' AND name < 'process;'`,
      [since],
    );
    return Number(row?.n ?? 0);
  }

  /** From a minute on, the signs of life left out. */
  async since(minute: number): Promise<Figure[]> {
    const sql = `SELECT minute, name, value FROM minute_figures WHERE minute >= $1 AND NOT (name >= '${PROCESS}' AND name < 'process;')`;
    const rows = await this.database.read<Figure>(sql, [minute]);
    return rows.map((row) => ({ ...row, minute: Number(row.minute), value: Number(row.value) }));
  }

  /** Removes what is before a minute. */
  async forget(tx: Tx, before: number): Promise<void> {
    await tx.run('DELETE FROM minute_figures WHERE minute < $1', [before]);
  }
}
