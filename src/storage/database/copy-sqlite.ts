import BetterSqlite3 from 'better-sqlite3';
import { chmodSync, closeSync, fsyncSync, openSync } from 'node:fs';
import type { SealRow } from '../entities/seal.js';

/** What a copy of a database holds. */
export interface DatabaseContents {
  /** Names of the migrations that made it. */
  readonly migrations: readonly string[];
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>;
}

/** Files that a row counts on: named by a result, or uploaded whole and waiting for one. Others are half, or on their way out. */
const NAMED = '(state = 1 OR (state = 0 AND upload = 1))';
const PAGES_A_STEP = 2_000;

/** A reader of an embedded database beside its server: takes no lock that anybody waits for. */
export class SqliteBeside {
  private constructor(private readonly raw: BetterSqlite3.Database) {}

  /** Throws where there is no such database. */
  static open(path: string): SqliteBeside {
    return new SqliteBeside(new BetterSqlite3(path, { readonly: true, fileMustExist: true }));
  }

  /**
   * Copies the database as it is at one instant into a new file, with SQLite's own backup. The transaction around it keeps that
   * instant: without one, SQLite begins the copy anew whenever another process has written, and beside a busy server never ends.
   */
  async copyTo(path: string, progress: (share: number) => void): Promise<void> {
    this.raw.exec('BEGIN');
    try {
      this.raw.prepare('SELECT count(*) FROM sqlite_master').get();
      await this.raw.backup(path, {
        progress: ({ totalPages, remainingPages }) => {
          progress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
          return PAGES_A_STEP;
        },
      });
      progress(1);
    } finally {
      this.raw.exec('COMMIT');
    }
  }

  /** Keys of files that rows count on, in order; `after` is the last of the page before. */
  namedFiles(after: string, limit: number): string[] {
    const sql = `SELECT file_key FROM result_files WHERE file_key > ? AND ${NAMED} ORDER BY file_key LIMIT ?`;
    return (this.raw.prepare(sql).all(after, limit) as { file_key: string }[]).map((row) => row.file_key);
  }

  countNamed(): number {
    const { n } = this.raw.prepare(`SELECT count(*) AS n FROM result_files WHERE ${NAMED}`).get() as { n: number };
    return n;
  }

  isNamed(key: string): boolean {
    return this.raw.prepare(`SELECT 1 FROM result_files WHERE file_key = ? AND ${NAMED}`).get(key) !== undefined;
  }

  proofs(): SealRow[] {
    return this.raw.prepare('SELECT name, sealed FROM seals').all() as SealRow[];
  }

  contents(): DatabaseContents {
    const names = this.raw.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
    const tables: Record<string, number> = {};
    for (const { name } of names.all() as { name: string }[]) {
      const { n } = this.raw.prepare(`SELECT count(*) AS n FROM "${name}"`).get() as { n: number };
      if (name !== 'migrations') tables[name] = n;
    }
    const applied = this.raw.prepare('SELECT name FROM migrations ORDER BY id').all() as { name: string }[];
    return { migrations: applied.map(({ name }) => name), tables };
  }

  close(): void {
    this.raw.close();
  }
}

/** Makes a copy one file that stands by itself, on disk; answers what SQLite finds wrong with it, or null. */
export function finishCopy(path: string): string | null {
  const copy = new BetterSqlite3(path, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    const found = copy.pragma('integrity_check(1)', { simple: true });
    if (found !== 'ok') return String(found);
  } finally {
    copy.close();
  }
  chmodSync(path, 0o600);
  flush(path);
  return null;
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
