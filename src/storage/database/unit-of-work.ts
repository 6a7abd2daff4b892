export type SqlValue = string | number | null | undefined | boolean;

/**
 * One transaction, as stores see it. SQL is written once for both databases: `$1` parameters, each used at least once.
 */
export interface Tx {
  /** Runs a statement and answers its rows (of a SELECT, or of RETURNING). */
  query<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  /**
   * Reads rows of one table that stay as they are until this unit is over: whoever wants to change or delete one waits for its end. Any
   * number of units keep the same row at once. `sql` is a plain SELECT that could end in FOR SHARE.
   */
  keep<Row>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;
  /** Runs a statement and answers how many rows it changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>;
  /** Called when the unit has done all it does, before it is committed; what it throws undoes the unit. Its own statements belong to the unit. */
  beforeCommit(act: () => Promise<void>): void;
  /** Called once the transaction is durable; never when it rolled back. Must not throw. */
  afterCommit(then: () => void): void;
}

/**
 * What a unit sees of others that commit while it runs. `once`: nothing, and it is run again where it would change what they have
 * changed. `anew`: each statement sees what is committed as it begins; for units that change many rows which others are changing all
 * the time, and that hold a row for what they decide on. On SQLite, where units stand in line, both are the same.
 */
export type Reading = 'once' | 'anew';

/**
 * The one way to write. A unit is all or nothing: when its function throws, nothing of it stays.
 * Inside a unit nothing but the database may be awaited (no sockets, no disk, no timers): every other writer waits for it.
 * A unit begun inside a unit joins the outer one and stands or falls with it: let its error pass.
 * Once a unit's function has ended, statements that it left running are refused.
 */
export interface UnitOfWork {
  run<T>(unit: (tx: Tx) => Promise<T>, reading?: Reading): Promise<T>;
}
