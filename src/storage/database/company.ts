import pg from 'pg';
import { endClient } from './end-client.js';
import { sessionOptions } from './postgres-pools.js';

/** What the processes of an installation tell one another by locks of the database; a number each, the same in all versions. */
const NUMBERS = {
  present: 1,
  working: 2,
  'expire-orders': 3,
  'expire-polls': 4,
  'clean-files': 5,
  'forget-old': 6,
  reconcile: 7,
  'nightly-tests': 8,
};
/** In front of these numbers, so that they meet nobody else's. */
const OURS = 7_214;
/** How soon a connection that was lost is noticed, and what it held taken again. */
const LOOK_EVERY_MS = 5_000;
/** Whoever is silent for longer has been stopped: the others do what it was at. */
const SILENT_MS = 15_000;

export type Part = 'present' | 'working';
export type Task = Exclude<keyof typeof NUMBERS, Part>;

/** The other processes on the same database, as far as they matter to this one. */
export interface Company {
  /** Does what one process at a time does; nothing where another one is at it just now. */
  onlyOne(task: Task, act: () => Promise<unknown>): Promise<void>;
  /** Takes part from now on. `alone` is done before, and only where no other process takes part; one that comes meanwhile waits for it. */
  join(part: Part, alone: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** On SQLite, whose lock file keeps every other process out. */
export const NO_COMPANY: Company = {
  onlyOne: async (_task, act) => void (await act()),
  join: async (_part, alone) => void (await alone()),
  close: async () => undefined,
};

/**
 * Advisory locks of one session of its own: whoever dies lets go of them, however it ends, and whoever vanishes with its machine some 25
 * seconds later, or stands still after 15. A session that is lost is opened anew and takes part as before.
 */
export class PostgresCompany implements Company {
  private session: pg.Client | null = null;
  private readonly parts = new Set<Part>();
  private readonly busy = new Set<Task>();
  private closed = false;
  /** Statements go one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly url: string) {}

  async onlyOne(task: Task, act: () => Promise<unknown>): Promise<void> {
    // A session may take its own lock twice; and where the database does not answer, no tick stands in line behind another.
    if (this.busy.has(task)) return;
    this.busy.add(task);
    try {
      if (!(await this.ask('pg_try_advisory_lock', task))) return;
      // Where that is not answered, the session and its lock go.
      await act().finally(() => this.ask('pg_advisory_unlock', task).catch(() => false));
    } finally {
      this.busy.delete(task);
    }
  }

  async join(part: Part, alone: () => Promise<unknown>): Promise<void> {
    const isAlone = await this.ask('pg_try_advisory_lock', part);
    try {
      if (isAlone) await alone();
      await this.ask('pg_advisory_lock_shared', part);
    } finally {
      if (isAlone) await this.ask('pg_advisory_unlock', part);
    }
    this.parts.add(part);
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.closed = true;
    await this.last;
    if (this.session) await endClient(this.session);
  }

  private async look(): Promise<void> {
    if (this.closed) return;
    const ask = async () => {
      const session = await this.open();
      await this.answered(session, session.query('SELECT 1'));
    };
    await this.inTurn(ask).catch(() => undefined);
  }

  private ask(what: string, lock: keyof typeof NUMBERS): Promise<boolean> {
    return this.inTurn(async () => {
      // Its locks are gone with it; what a timer still wants then is for the others to do.
      if (this.closed) return false;
      const session = await this.open();
      const sql = `SELECT ${what}($1, $2) AS had`;
      const asked = session.query<{ had: unknown }>(sql, [OURS, NUMBERS[lock]]);
      return (await this.answered(session, asked)).rows[0]?.had === true;
    });
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.last.then(act);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** A session that does not answer is given up: it may be open on this side alone, and would be so for a quarter of an hour. */
  private async answered<T>(session: pg.Client, asked: Promise<T>): Promise<T> {
    return asked.catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) {
        if (this.session === session) this.session = null;
        void endClient(session);
      }
      throw error;
    });
  }

  private async open(): Promise<pg.Client> {
    if (this.session) return this.session;
    const session = new pg.Client(sessionOptions(this.url, 'locks', SILENT_MS));
    const lost = () => {
      if (this.session === session) this.session = null;
    };
    session.on('error', lost);
    session.on('end', lost);
    await session.connect();
    const sql = 'SELECT pg_advisory_lock_shared($1, $2)';
    for (const part of this.parts) await this.answered(session, session.query(sql, [OURS, NUMBERS[part]]));
    this.session = session;
    return session;
  }
}
