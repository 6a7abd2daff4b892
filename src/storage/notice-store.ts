import type { Database } from './database/database.js';
import type { Tx } from './database/unit-of-work.js';
import type { NoticeRow } from './entities/notice.js';

/** The table `notices`: what sellers were told of their tools. At most one open notice a tool and kind (index `notices_open`). */
export class NoticeStore {
  constructor(private readonly database: Database) {}

  /** True if it was written; false while an open notice of the same tool and kind stands. */
  async open(tx: Tx, row: NoticeRow): Promise<boolean> {
    const written = await tx.run(
      `INSERT INTO notices (notice_id, seller_id, short_id, kind, message, at, open)
       VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING`,
      [row.notice_id, row.seller_id, row.short_id, row.kind, row.message, row.at],
    );
    return written > 0;
  }

  /** Closes the open notice of this tool and kind, if there is one, so that the next trouble is told again. */
  async close(tx: Tx, shortId: string, kind: string): Promise<void> {
    await tx.run('UPDATE notices SET open = 0 WHERE short_id = $1 AND kind = $2 AND open = 1', [shortId, kind]);
  }

  /** Closes whatever is open for a tool that is being deleted. */
  async closeAll(tx: Tx, shortId: string): Promise<void> {
    await tx.run('UPDATE notices SET open = 0 WHERE short_id = $1 AND open = 1', [shortId]);
  }

  /** Newest first; `before` is the last notice_id of the page before. */
  async list(sellerId: string, limit: number, before: string | null): Promise<NoticeRow[]> {
    const older = before === null ? '' : 'AND notice_id < $3';
    return this.database.read<NoticeRow>(
      `SELECT * FROM notices WHERE seller_id = $1 ${older} ORDER BY notice_id DESC LIMIT $2`,
      before === null ? [sellerId, limit] : [sellerId, limit, before],
    );
  }
}
