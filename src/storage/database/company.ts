import pg from 'pg';
import { sessionOptions } from './postgres.js';

/** What the processes of an installation tell one another by locks of the database; a number each, the same in all versions. */
const NUMBERS = {
  present: 1,
  working: 2,
  'expire-orders': 3,
  'expire-polls': 4,
  'clean-files': 5,
  'forget-old': 6,
  reconcile: 7,
};
/** In front of these numbers, so that they meet nobody else's. */
const OURS = 7_214;
/** How soon a connection that was lost is noticed, and what it held taken again. */
const LOOK_EVERY_MS = 5_000;

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
 * seconds later. A session that is lost is opened anew and takes part as before.
 */
export class PostgresCompany implements Company {
  private session: pg.Client | null = null;
  private readonly parts = new Set<Part>();
  private readonly busy = new Set<Task>();
  /** Statements go one after the other. */
  private last: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly url: string) {}

  async onlyOne(task: Task, act: () => Promise<unknown>): Promise<void> {
    // A session may take its own lock twice; and while the database does not answer, nobody is to stand in line again and again.
    if (this.busy.has(task)) return;
    this.busy.add(task);
    try {
      if (!(await this.ask('pg_try_advisory_lock', task))) return;
      await act().finally(() => this.ask('pg_advisory_unlock', task));
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
    await this.last;
    this.closed = true;
    const session = this.session;
    this.session = null;
    await session?.end().catch(() => undefined);
  }

  private async look(): Promise<void> {
    if (this.closed) return;
    await this.inTurn(async () => void (await (await this.open()).query('SELECT 1'))).catch(() => undefined);
  }

  private ask(what: string, lock: keyof typeof NUMBERS): Promise<boolean> {
    return this.inTurn(async () => {
      // Its locks are gone with it; what a timer still wants then is for the others to do.
      if (this.closed) return false;
      const session = await this.open();
      const { rows } = await session.query<{ had: unknown }>(`SELECT ${what}($1, $2) AS had`, [OURS, NUMBERS[lock]]);
      return rows[0]?.had === true;
    });
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.last.then(act);
    // A session that does not answer is no use any more, whether or not it knows that it is lost.
    this.last = turn.catch(() => this.drop());
    return turn;
  }

  private drop(): void {
    const session = this.session;
    this.session = null;
    void session?.end().catch(() => undefined);
  }

  private async open(): Promise<pg.Client> {
    if (this.session) return this.session;
    const session = new pg.Client(sessionOptions(this.url, 'locks'));
    const lost = () => {
      if (this.session === session) this.session = null;
    };
    session.on('error', lost);
    session.on('end', lost);
    await session.connect();
    for (const part of this.parts) await session.query('SELECT pg_advisory_lock_shared($1, $2)', [OURS, NUMBERS[part]]);
    this.session = session;
    return session;
  }
}
