import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { ToolDurationRow } from './entities/tool-duration.js';

/** A class with a sketch: its durations as they weighed at `updated_at`. */
export type LearnedClass = Pick<ToolDurationRow, 'class' | 'samples' | 'updated_at'>;

/** The class under which all orders of a tool count together. */
export const ALL_CLASSES = '';

/** The table `tool_durations`: how long orders took, one sketch for each tool, and for each of its classes. */
export class DurationStore {
  constructor(private readonly database: Database) {}

  /** As committed; null where nothing was learned yet. */
  async find(shortId: string, ofClass: string): Promise<ToolDurationRow | null> {
    const sql = 'SELECT * FROM tool_durations WHERE short_id = $1 AND class = $2';
    const [row] = await this.database.read<ToolDurationRow>(sql, [shortId, ofClass]);
    return row ?? null;
  }

  /** Takes the row for this transaction, so that two orders that end at once lose nothing; answers its sketch, or null. */
  async hold(tx: Tx, shortId: string, ofClass: string): Promise<string | null> {
    const [row] = await tx.query<Pick<ToolDurationRow, 'sketch'>>(
      'UPDATE tool_durations SET updated_at = updated_at WHERE short_id = $1 AND class = $2 RETURNING sketch',
      [shortId, ofClass],
    );
    return row?.sketch ?? null;
  }

  /** Makes the row where there is none, and takes it; answers the sketch that stands there now. */
  async open(tx: Tx, shortId: string, ofClass: string, empty: string, atMs: number): Promise<string> {
    const [row] = await tx.query<Pick<ToolDurationRow, 'sketch'>>(
      `INSERT INTO tool_durations (short_id, class, sketch, samples, updated_at) VALUES ($1, $2, $3, 0, $4)
       ON CONFLICT (short_id, class) DO UPDATE SET updated_at = tool_durations.updated_at RETURNING sketch`,
      [shortId, ofClass, empty, atMs],
    );
    return row?.sketch ?? empty;
  }

  /** Writes a row taken before. */
  async write(tx: Tx, row: ToolDurationRow): Promise<void> {
    await tx.run(
      'UPDATE tool_durations SET sketch = $3, samples = $4, updated_at = $5 WHERE short_id = $1 AND class = $2',
      [row.short_id, row.class, row.sketch, row.samples, row.updated_at],
    );
  }

  /** The classes of a tool that have a sketch, the one of all not counted. */
  async classesOf(tx: Tx, shortId: string): Promise<LearnedClass[]> {
    const sql = `SELECT class, samples, updated_at FROM tool_durations WHERE short_id = $1 AND class <> ''`;
    const rows = await tx.query<LearnedClass>(sql, [shortId]);
    return rows.map((row) => ({ ...row, samples: Number(row.samples), updated_at: Number(row.updated_at) }));
  }

  async forgetClass(tx: Tx, shortId: string, ofClass: string): Promise<void> {
    await tx.run('DELETE FROM tool_durations WHERE short_id = $1 AND class = $2', [shortId, ofClass]);
  }

  /** Forgets the classes of a tool whose names do not begin so. */
  async forgetOtherClasses(tx: Tx, shortId: string, prefix: string): Promise<void> {
    await tx.run(`DELETE FROM tool_durations WHERE short_id = $1 AND class <> '' AND substr(class, 1, $3) <> $2`, [
      shortId,
      prefix,
      prefix.length,
    ]);
  }

  /** Forgets all that was learned of a tool. */
  async forget(tx: Tx, shortId: string): Promise<void> {
    await tx.run('DELETE FROM tool_durations WHERE short_id = $1', [shortId]);
  }
}
