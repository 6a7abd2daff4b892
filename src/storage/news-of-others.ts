/** How often is looked while somebody waits. */
const LOOK_EVERY_MS = 1_000;
/** What was committed so long after it got its id, or its time, is still found: no unit of work lasts longer. */
export const COMMITTED_WITHIN_MS = 15_000;
/** Rows of one look at most. */
export const MOST_NEWS = 20_000;

export interface NewsParts<Row> {
  /** What there is of the last `COMMITTED_WITHIN_MS`. */
  readonly read: () => Promise<readonly Row[]>;
  readonly idOf: (row: Row) => string;
  /** Told once of each row. */
  readonly tell: (row: Row) => void;
  /** Whether anybody waits. */
  readonly isWanted: () => boolean;
}

/**
 * Hears what other processes on the same database have committed, by looking at the newest rows once a second while somebody waits. A
 * NOTIFY in every commit would be faster, and would let commits of all processes stand in line (measured: a quarter of them a second).
 * What was committed late is found by looking again at what is young.
 */
export class NewsOfOthers<Row> {
  private known = new Map<string, Row>();
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(private readonly parts: NewsParts<Row>) {}

  /** What the last look has found, young as it is. */
  get recent(): Iterable<Row> {
    return this.known.values();
  }

  /** Somebody waits: looks from now on, until nobody does. */
  listen(): void {
    this.timer ??= setInterval(() => void this.lookIfWanted(), LOOK_EVERY_MS).unref();
  }

  /** Looks now. While the database does not answer there is nothing new. */
  async look(): Promise<void> {
    this.looking ??= this.read().finally(() => (this.looking = null));
    await this.looking;
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private async lookIfWanted(): Promise<void> {
    if (this.parts.isWanted()) await this.look();
    else this.stop();
  }

  private async read(): Promise<void> {
    const { read, idOf, tell } = this.parts;
    const rows = await read().catch(() => null);
    if (rows === null) return;
    const before = this.known;
    this.known = new Map(rows.map((row) => [idOf(row), row]));
    for (const [id, row] of this.known) if (!before.has(id)) tell(row);
  }
}
