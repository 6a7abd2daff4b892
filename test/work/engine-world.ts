import { setMaxListeners } from 'node:events';
import type { Exchange, HttpCall } from '../../src/domain/exchange.js';
import type { Database } from '../../src/storage/database/database.js';
import { StatementError } from '../../src/storage/database/statement-error.js';
import type { PostgresDatabase } from '../../src/storage/database/postgres.js';
import type { SqlValue, Tx, UnitOfWork } from '../../src/storage/database/unit-of-work.js';
import type { WorkRow } from '../../src/storage/entities/work.js';
import { WorkClaims } from '../../src/storage/work-claims.js';
import { WorkStore, type NewWork } from '../../src/storage/work-store.js';
import { Attempts } from '../../src/work/attempt.js';
import { Tries } from '../../src/work/tries.js';
import { GroupAttempts } from '../../src/work/group-attempts.js';
import type { WorkEngine } from '../../src/work/work-engine.js';
import {
  WORK_KINDS,
  WorkKinds,
  type AttemptReport,
  type WorkHandler,
  type WorkKind,
} from '../../src/work/work-kinds.js';
import { eventually } from '../support/eventually.js';
import { ManualClock } from '../support/manual-clock.js';
import { makeTempFolder } from '../support/temp-folder.js';
import { HeldBody } from '../../src/domain/received-body.js';

export interface EngineNeeds {
  readonly database: Database;
  readonly clock: ManualClock;
  readonly limits: { readonly total: number; readonly perOrigin: number };
  readonly attempt: (work: WorkRow, signal: AbortSignal) => Promise<void>;
  readonly attemptGroup: (works: readonly WorkRow[], signal: AbortSignal) => Promise<void>;
  readonly broke: (error: unknown) => void;
  readonly quarantined: (work: WorkRow) => void;
  /** The calendar had jumped by so many milliseconds, and the work was moved. */
  readonly jumped: (deltaMs: number) => void;
}

/** In real time: the pause of a settling that found the disk full. */
const SETTLE_AGAIN_MS = 10;

/** What one engine brings to the suite: the database it runs on, and how to make it. */
export interface EngineAdapter {
  readonly name: string;
  /** By how much its crowds are smaller: what shows a long queue does so at once where each row costs a transaction on a server. */
  readonly scale: number;
  /** How many rows it takes up at once. */
  readonly batch: number;
  /** Whether it moves work when the machine's clock jumps. */
  readonly watchesClock: boolean;
  /** Whether several processes have one database. */
  readonly isShared: boolean;
  openDatabase(path: string): Promise<Database>;
  /** An engine as one process has it, and the table as that process writes it. */
  make(needs: EngineNeeds): Promise<{ engine: WorkEngine; work: WorkStore }>;
  /** The process of this engine is dead: its connections fall. */
  kill(engine: WorkEngine): Promise<void>;
  /** Whether the engine has looked at all that is due, whether or not it could begin it. */
  hasTakenAll(database: Database, now: number): Promise<boolean>;
}

/** Work as tests lay it down; what is left out is a check of lane `a`, due now, under limits that do not bind. */
export type Lay = Partial<Omit<NewWork, 'kind'>> & { readonly subject: string; readonly kind?: WorkKind };

/** A call that waits for the test to answer it. */
export interface OpenCall {
  readonly work: WorkRow;
  readonly signal: AbortSignal;
  answer(): void;
}

const ANSWER: Exchange = {
  kind: 'answered',
  status: 200,
  headers: {},
  body: new HeldBody(Buffer.alloc(0)),
  durationMs: 1,
};
const aborted = (sentFully: boolean): Exchange => ({
  ...{ kind: 'unanswered', failure: 'aborted', message: 'The call was aborted.', sentFully, durationMs: 1 },
});

/** Another process on the same database; its calls and settlings are the world's, too. */
export interface OtherProcess {
  readonly engine: WorkEngine;
  /** What this one began, in order. */
  subjects(): string[];
}

/**
 * An engine on a real database, with handlers and a door that do what the test says and note what happened. Unless told
 * otherwise each call is answered in the next turn of the loop, and its row is finished.
 */
export class EngineWorld {
  readonly clock = new ManualClock();
  /** Every call begun, in order. */
  readonly started: WorkRow[] = [];
  /** Subjects whose attempts were settled, in order. */
  readonly settled: string[] = [];
  /** The rows of each call that was made for a group, which counts in `started` by its first. */
  readonly groups: (readonly WorkRow[])[] = [];
  readonly open: OpenCall[] = [];
  readonly broken: unknown[] = [];
  /** Subjects of work that was left alone. */
  readonly quarantined: string[] = [];
  /** The jumps of the clock that were found. */
  readonly jumps: number[] = [];
  /** The most calls at once: in all, and by lane and origin. */
  readonly peaks = new Map<string, number>();
  /** Whether a call waits for the test; all others are answered at once. */
  holds: (work: WorkRow) => boolean = () => false;
  /** What a handler writes after an answer. */
  settle: (tx: Tx, work: WorkRow) => Promise<unknown> = (tx, work) => this.engine.finish(tx, work);
  settlesAborted: (work: WorkRow) => boolean = () => false;
  prepares: (work: WorkRow) => unknown = () => undefined;
  engine!: WorkEngine;
  work!: WorkStore;
  readonly claims: WorkClaims;
  private readonly running = new Map<string, number>();
  private readonly prepared = new Map<string, WorkRow>();
  private connection: Connection;
  private readonly abandoned: WorkEngine[] = [];

  private constructor(
    private readonly adapter: EngineAdapter,
    readonly database: Database,
    private readonly limits: EngineNeeds['limits'],
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.claims = new WorkClaims(database);
    this.connection = new Connection(database);
  }

  static async open(adapter: EngineAdapter, limits = { total: 1000, perOrigin: 1000 }): Promise<EngineWorld> {
    const folder = makeTempFolder();
    const database = await adapter.openDatabase(folder.join('work.sqlite'));
    const world = new EngineWorld(adapter, database, limits, async () => {
      await database.close();
      folder.remove();
    });
    await world.make();
    return world;
  }

  /** So many rows as make a crowd for this engine. */
  crowd(count: number): number {
    return Math.ceil(count * this.adapter.scale);
  }

  /** How many rows its engine takes up at once. */
  get batch(): number {
    return this.adapter.batch;
  }

  get unit(): UnitOfWork {
    return this.database.unit;
  }

  /** Lays work down, each piece in a unit of its own. */
  async lay(...works: Lay[]): Promise<boolean[]> {
    return Promise.all(works.map((work) => this.unit.run((tx) => this.enqueue(tx, work))));
  }

  enqueue(tx: Tx, work: Lay, engine = this.engine): Promise<boolean> {
    return engine.enqueue(tx, {
      ...{ kind: 'check', lane: 'a', lane_limit: 1000, origin: 'https://a.test', run: 1, by_sweep: 0, state: '{}' },
      ...{ due_at: this.clock.now(), ...work },
    });
  }

  /** What was begun so far, by subject, in order. */
  subjects(): string[] {
    return this.started.map((work) => work.subject);
  }

  async waitForStarted(count: number): Promise<string[]> {
    await eventually(() => this.started.length >= count, { every: 2 });
    return this.subjects();
  }

  async waitForSettled(count: number, withinMs = 25_000): Promise<void> {
    await eventually(() => this.settled.length >= count, { every: 2, withinMs });
  }

  /** Lays down one more piece of work and waits for its call: whatever was due before it has been looked at by then. */
  async pass(subject = `marker-${this.started.length}`): Promise<void> {
    await this.lay({ subject, kind: 'notify', lane: `lane of ${subject}`, origin: `https://${subject}.test` });
    await eventually(() => this.subjects().includes(subject), { every: 2 });
  }

  /** Waits until the engine has looked at all that is due. */
  async waitUntilTaken(): Promise<void> {
    await eventually(() => this.adapter.hasTakenAll(this.database, this.clock.now()));
  }

  /** Answers the calls that wait, those of one lane or all. */
  answerAll(lane?: string): void {
    for (const call of [...this.open]) if (lane === undefined || call.work.lane === lane) call.answer();
  }

  /** Lets the engine's writes fail, as on a full disk; or work again. */
  failWrites(failing: boolean): void {
    this.connection.writes = !failing;
  }

  /** The process dies: nothing that it began is heard of again. A new one may be opened on what it left. */
  async crash(): Promise<void> {
    this.connection.cut();
    await this.adapter.kill(this.engine);
    this.abandoned.push(this.engine);
    this.open.length = 0;
    this.running.clear();
  }

  /** The next process, on what the last one left. */
  async reopen(): Promise<void> {
    this.connection = new Connection(this.database);
    await this.make();
    await this.engine.start();
  }

  /** Another process, which is not started yet. Where an engine has its database to itself, starting it takes all that the first had. */
  async join(): Promise<OtherProcess> {
    const connection = new Connection(this.database);
    const { engine } = await this.makeOn(connection);
    this.abandoned.push(engine);
    return { engine, subjects: () => connection.started.map(({ subject }) => subject) };
  }

  /** The first process is stopped in the midst of whatever it does, until it goes on. */
  standStill(): void {
    this.connection.standStill();
  }

  goOn(): void {
    this.connection.goOn();
  }

  /** What the first process, as it is now, began, in order. */
  own(): string[] {
    return this.connection.started.map(({ subject }) => subject);
  }

  async close(): Promise<void> {
    this.goOn();
    this.holds = () => false;
    this.answerAll();
    for (const engine of [this.engine, ...this.abandoned]) await engine.stop(0);
    await this.cleanUp();
  }

  private async make(): Promise<void> {
    const { engine, work } = await this.makeOn(this.connection);
    [this.engine, this.work] = [engine, work];
  }

  private async makeOn(connection: Connection): Promise<{ engine: WorkEngine; work: WorkStore }> {
    const { clock, limits } = this;
    const database = connection.database;
    const broke = (error: unknown) => void this.broken.push(error);
    const kinds = new WorkKinds(WORK_KINDS.map((kind) => this.handler(kind, connection)));
    const door = { call: (call: HttpCall) => this.call(call, connection) };
    const watch = { finished: () => undefined, broke: (_work: WorkRow, error: unknown) => broke(error) };
    const tries = new Tries(door, clock, () => 0.5);
    const runs: { attempts?: Attempts; groups?: GroupAttempts } = {};
    const made = await this.adapter.make({
      ...{ database, clock, limits, broke },
      quarantined: ({ subject }) => void this.quarantined.push(subject),
      jumped: (deltaMs) => void this.jumps.push(deltaMs),
      attempt: async (work, signal) => runs.attempts?.run(work, signal),
      attemptGroup: async (works, signal) => runs.groups?.run(works, signal),
    });
    const { work } = made;
    runs.attempts = new Attempts(kinds, tries, work, database.unit, clock, watch, SETTLE_AGAIN_MS);
    runs.groups = new GroupAttempts(kinds, runs.attempts, tries, work, database.unit, clock, watch);
    return made;
  }

  private handler(kind: WorkKind, connection: Connection): WorkHandler<null> {
    const settle = async (work: WorkRow): Promise<AttemptReport> => {
      await connection.database.unit.run((tx) => this.settle(tx, work));
      this.settled.push(work.subject);
      return { outcome: 'processing', changed: false, orderId: null, shortId: null };
    };
    return {
      kind,
      prepare: async (work) => {
        this.prepares(work);
        this.prepared.set(work.work_id, work);
        return { call: callOf(work), context: null };
      },
      prepareGroup: async (works) => {
        for (const work of works) this.prepares(work);
        const first = works[0] as WorkRow;
        this.prepared.set(first.work_id, first);
        this.groups.push(works);
        return { call: callOf(first), works, hear: () => settle, close: () => undefined };
      },
      settle,
      settlesAborted: (exchange) => {
        const sentFully = exchange.kind === 'unanswered' && exchange.sentFully;
        return sentFully;
      },
    };
  }

  private async call({ headers, signal }: HttpCall, connection: Connection): Promise<Exchange> {
    const work = this.prepared.get(headers['work'] ?? '') as WorkRow;
    this.started.push(work);
    connection.started.push(work);
    const counted = ['all', work.lane, work.origin];
    for (const what of counted) this.count(what, 1);
    const answered = await this.answerTo(work, signal as AbortSignal);
    if (connection.alive) for (const what of counted) this.count(what, -1);
    return answered ? ANSWER : aborted(this.settlesAborted(work));
  }

  /** True once the test answers, false when the engine gives the call up. */
  private async answerTo(work: WorkRow, signal: AbortSignal): Promise<boolean> {
    if (!this.holds(work)) return new Promise((resolve) => setImmediate(() => resolve(true)));
    return new Promise((resolve) => {
      const end = (answered: boolean) => {
        const at = this.open.indexOf(call);
        if (at >= 0) this.open.splice(at, 1);
        resolve(answered);
      };
      const call: OpenCall = { work, signal, answer: () => end(true) };
      this.open.push(call);
      setMaxListeners(0, signal);
      signal.addEventListener('abort', () => end(false));
    });
  }

  private count(what: string, more: number): void {
    const now = (this.running.get(what) ?? 0) + more;
    this.running.set(what, now);
    this.peaks.set(what, Math.max(this.peaks.get(what) ?? 0, now));
  }
}

function diskFull(): StatementError {
  const cause = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  return new StatementError('COMMIT', cause);
}

function callOf(work: WorkRow): HttpCall {
  return {
    ...{ method: 'GET', url: `${work.origin}/${work.subject}`, headers: { work: work.work_id } },
    ...{ timeoutMs: 8_000, maxBytes: 1_000, trust: 'stranger' },
  };
}

/** A process's way to the database, which a crash cuts. */
class Connection {
  alive = true;
  writes = true;
  /** Calls begun by whoever has it. */
  readonly started: WorkRow[] = [];
  readonly database: Database;
  private stands: Promise<void> | null = null;
  goOn: () => void = () => undefined;

  constructor(database: Database) {
    const living = async <T>(act: () => Promise<T>) => {
      await this.stands;
      if (!this.alive) throw new Error('This process is dead.');
      return act();
    };
    const { statement, engineUnit, pulse } = database as Partial<PostgresDatabase>;
    const unit = (of: UnitOfWork): UnitOfWork => ({
      run: (unit, reading) => (this.writes ? living(() => of.run(unit, reading)) : Promise.reject(diskFull())),
    });
    this.database = {
      ...database,
      ...(statement && {
        statement: <Row>(sql: string, params?: readonly SqlValue[]) => living(() => statement<Row>(sql, params)),
      }),
      ...(pulse && { pulse: (sql: string, params: readonly SqlValue[]) => living(() => pulse(sql, params)) }),
      read: (sql, params) => living(() => database.read(sql, params)),
      ...(engineUnit && { engineUnit: unit(engineUnit) }),
      unit: unit(database.unit),
    };
  }

  cut(): void {
    this.alive = false;
  }

  standStill(): void {
    this.stands = new Promise((goOn) => {
      this.goOn = () => {
        this.stands = null;
        goOn();
      };
    });
  }
}
